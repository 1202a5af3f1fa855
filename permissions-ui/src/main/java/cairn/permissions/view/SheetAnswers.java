package cairn.permissions.view;

import javafx.geometry.Orientation;
import javafx.scene.Node;
import javafx.scene.layout.Pane;

/**
 * The answers of a sheet: what denies the rest at the left, Deny and Allow at the right. Where they
 * do not fit side by side they stand below each other, never outside.
 */
final class SheetAnswers extends Pane {
  private static final double GAP = 8;

  private final Node rest;
  private final Node deny;
  private final Node allow;

  SheetAnswers(Node rest, Node deny, Node allow) {
    this.rest = rest;
    this.deny = deny;
    this.allow = allow;
    getStyleClass().add("perm-answers");
    getChildren().addAll(rest, deny, allow);
    setMinSize(0, USE_PREF_SIZE);
  }

  @Override
  public Orientation getContentBias() {
    return Orientation.HORIZONTAL;
  }

  @Override
  protected double computePrefWidth(double height) {
    return around() + rest.prefWidth(-1) + 3 * GAP + deny.prefWidth(-1) + allow.prefWidth(-1);
  }

  @Override
  protected double computePrefHeight(double width) {
    double height = Math.max(deny.prefHeight(-1), allow.prefHeight(-1));
    double lines = width < 0 || fits(width) ? height : rest.prefHeight(-1) + GAP + height;
    return width < 0 || pairFits(width) ? lines : lines + GAP + height;
  }

  private double around() {
    return snappedLeftInset() + snappedRightInset();
  }

  private boolean fits(double width) {
    return computePrefWidth(-1) <= width;
  }

  private boolean pairFits(double width) {
    return around() + deny.prefWidth(-1) + GAP + allow.prefWidth(-1) <= width;
  }

  @Override
  protected void layoutChildren() {
    double left = snappedLeftInset();
    double right = getWidth() - snappedRightInset();
    double most = Math.max(0, right - left);
    double height = Math.max(deny.prefHeight(-1), allow.prefHeight(-1));
    double restHeight = rest.prefHeight(-1);
    double allowWidth = Math.min(most, allow.prefWidth(-1));
    double denyWidth = Math.min(most, deny.prefWidth(-1));
    boolean oneLine = fits(getWidth());
    double y = oneLine ? 0 : restHeight + GAP;
    place(
        rest,
        left,
        oneLine ? (height - restHeight) / 2 : 0,
        Math.min(most, rest.prefWidth(-1)),
        restHeight);
    if (pairFits(getWidth())) {
      place(deny, right - allowWidth - GAP - denyWidth, y, denyWidth, height);
    } else {
      place(deny, right - denyWidth, y, denyWidth, height);
      y += height + GAP;
    }
    place(allow, right - allowWidth, y, allowWidth, height);
  }

  private void place(Node node, double x, double y, double width, double height) {
    node.resizeRelocate(snapPositionX(x), snapPositionY(y), width, height);
  }
}
