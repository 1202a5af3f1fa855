package cairn.themes;

import static org.assertj.core.api.Assertions.assertThat;

import javafx.css.CssParser;
import javafx.scene.Scene;
import javafx.scene.control.Label;
import javafx.scene.layout.VBox;
import javafx.scene.paint.Color;
import javafx.stage.Stage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.kordamp.ikonli.feather.Feather;
import org.kordamp.ikonli.javafx.FontIcon;
import org.testfx.framework.junit5.ApplicationExtension;
import org.testfx.framework.junit5.Start;
import org.testfx.util.WaitForAsyncUtils;

@ExtendWith(ApplicationExtension.class)
class ThemesTest {
  // Set before each test; controls need a toolkit.
  @SuppressWarnings("NullAway.Init")
  private Label label;

  @SuppressWarnings("NullAway.Init")
  private FontIcon icon;

  @SuppressWarnings("NullAway.Init")
  private Scene scene;

  @Start
  void start(Stage stage) {
    label = new Label("text");
    icon = Icons.of(Feather.SHIELD, 12);
    scene = new Scene(new VBox(label, icon, new AppMark(44)), 200, 100);
    stage.setScene(scene);
    stage.show();
  }

  @Test
  void aThemeReplacesTheOneBefore() {
    apply(Theme.LIGHT);
    var light = label.getTextFill();

    apply(Theme.DARK);

    assertThat(light).isEqualTo(Color.web("#1f2328"));
    assertThat(label.getTextFill()).isEqualTo(Color.web("#e6edf3"));
    assertThat(scene.getStylesheets()).isEqualTo(Themes.sheets(Theme.DARK));
  }

  @Test
  void textIsSetInTheFontThatShips() {
    apply(Theme.LIGHT);

    assertThat(label.getFont().getFamily()).isEqualTo("Inter");
    assertThat(label.getFont().getSize()).isEqualTo(13);
  }

  @Test
  void anIconKeepsItsFontAndTheSizeItWasGiven() {
    apply(Theme.LIGHT);

    assertThat(icon.getFont().getFamily()).containsIgnoringCase("feather");
    assertThat(icon.getIconSize()).isEqualTo(12);
    assertThat(icon.getFont().getSize()).isEqualTo(12);
  }

  @Test
  void everySheetParsesWithoutComplaint() {
    WaitForAsyncUtils.waitForAsyncFx(
        5000,
        () -> {
          CssParser.errorsProperty().clear();
          for (var theme : Theme.values())
            for (var sheet : Themes.sheets(theme))
              new CssParser().parse(java.net.URI.create(sheet).toURL());
          return null;
        });

    assertThat(CssParser.errorsProperty()).isEmpty();
  }

  @Test
  void theWindowHasPicturesOfSeveralSizes() {
    var icons = WaitForAsyncUtils.waitForAsyncFx(5000, AppMark::icons);

    assertThat(icons).extracting(image -> (int) image.getWidth()).containsExactly(16, 32, 48, 128);
  }

  private void apply(Theme theme) {
    WaitForAsyncUtils.waitForAsyncFx(
        5000,
        () -> {
          Themes.apply(scene, theme);
          scene.getRoot().applyCss();
          return null;
        });
  }
}
