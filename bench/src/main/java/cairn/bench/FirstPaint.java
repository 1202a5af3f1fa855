package cairn.bench;

import cairn.app.Main;
import java.util.Arrays;
import java.util.concurrent.locks.LockSupport;
import javafx.application.Platform;
import javafx.collections.ListChangeListener;
import javafx.scene.Scene;
import javafx.scene.control.Label;
import javafx.scene.layout.StackPane;
import javafx.stage.Stage;
import javafx.stage.Window;

/**
 * Starts Cairn's window, or a bare one, and ends the JVM when the window has been painted for the
 * first time: at its second pulse, before which the first one's picture is made. The time is taken
 * from outside, so that the JVM's own start is in it. Needs a display.
 */
public final class FirstPaint {
  private FirstPaint() {}

  /** Arguments: {@code bare}, or {@code cairn} and the arguments of the command line. */
  public static void main(String[] arguments) {
    if (arguments[0].equals("bare")) {
      Platform.startup(
          () -> {
            watch();
            var stage = new Stage();
            stage.setScene(new Scene(new StackPane(new Label("hello")), 1000, 640));
            stage.show();
          });
    } else {
      Thread.ofPlatform().daemon().name("first-paint").start(FirstPaint::watchOnceThereIsAToolkit);
      Main.main(Arrays.copyOfRange(arguments, 1, arguments.length));
    }
  }

  private static void watchOnceThereIsAToolkit() {
    while (true) {
      try {
        Platform.runLater(FirstPaint::watch);
        return;
      } catch (IllegalStateException notYet) {
        LockSupport.parkNanos(5_000_000);
      }
    }
  }

  private static void watch() {
    Window.getWindows()
        .addListener(
            (ListChangeListener<Window>) change -> change.getList().forEach(FirstPaint::on));
    Window.getWindows().forEach(FirstPaint::on);
  }

  private static void on(Window window) {
    var pulses = new int[1];
    window
        .getScene()
        .addPostLayoutPulseListener(
            () -> {
              if (++pulses[0] == 2) {
                System.out.println("painted");
                Runtime.getRuntime().halt(0);
              }
              Platform.requestNextPulse();
            });
    Platform.requestNextPulse();
  }
}
