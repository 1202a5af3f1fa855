package cairn.shell;

import java.util.List;
import java.util.Optional;

/** What the user has set, kept over restarts. On the JavaFX thread; writing happens elsewhere. */
public interface Settings {
  /** Which theme is shown. */
  enum ThemeChoice {
    /** What the system says, also when it changes. */
    SYSTEM,
    /** Light. */
    LIGHT,
    /** Dark. */
    DARK
  }

  /** Where the window stands, in px of the screen. */
  record WindowPlace(double x, double y, double width, double height, boolean maximized) {}

  /** The theme; {@link ThemeChoice#SYSTEM} at first. */
  ThemeChoice theme();

  /** Sets the theme. */
  void theme(ThemeChoice choice);

  /** Where the window stood last. */
  Optional<WindowPlace> windowPlace();

  /** Remembers where the window stands. */
  void windowPlace(WindowPlace place);

  /** Trustless gateways, as {@code http(s)://host[:port]}, in the order they are asked. */
  List<String> gateways();

  /** Sets the gateways; takes effect with the next program that is opened. */
  void gateways(List<String> gateways);

  /** Whether the start page still explains itself. */
  boolean greeted();

  /** The user has read it. */
  void greeted(boolean read);
}
