package cairn.app;

import cairn.profile.Settings;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * The shell's settings, kept in the profile as text. Bad text, from another version or another
 * hand, counts as never set.
 */
final class ProfileSettings implements cairn.shell.Settings {
  /**
   * Asked in this order until the user says otherwise: the node on this machine, then two public
   * ones. None of them is needed.
   */
  static final List<String> FIRST_GATEWAYS =
      List.of(LocalKubo.GATEWAY, "https://trustless-gateway.link", "https://ipfs.io");

  private static final String THEME = "theme";
  private static final String PLACE = "window-place";
  private static final String GATEWAYS = "gateways";
  private static final String GREETED = "greeted";

  private final Settings stored;

  ProfileSettings(Settings stored) {
    this.stored = stored;
  }

  @Override
  public ThemeChoice theme() {
    return stored.get(THEME).flatMap(ProfileSettings::themeOf).orElse(ThemeChoice.SYSTEM);
  }

  private static Optional<ThemeChoice> themeOf(String text) {
    return Arrays.stream(ThemeChoice.values())
        .filter(choice -> choice.name().equalsIgnoreCase(text))
        .findFirst();
  }

  @Override
  public void theme(ThemeChoice choice) {
    stored.set(THEME, choice.name().toLowerCase(Locale.ROOT));
  }

  @Override
  public Optional<WindowPlace> windowPlace() {
    return stored.get(PLACE).flatMap(ProfileSettings::placeOf);
  }

  private static Optional<WindowPlace> placeOf(String text) {
    String[] parts = text.split(" ", -1);
    if (parts.length != 5) return Optional.empty();
    try {
      double[] n = Arrays.stream(parts, 0, 4).mapToDouble(Double::parseDouble).toArray();
      boolean sane = Arrays.stream(n).allMatch(Double::isFinite) && n[2] > 0 && n[3] > 0;
      return sane
          ? Optional.of(new WindowPlace(n[0], n[1], n[2], n[3], parts[4].equals("maximized")))
          : Optional.empty();
    } catch (NumberFormatException e) {
      return Optional.empty();
    }
  }

  @Override
  public void windowPlace(WindowPlace place) {
    stored.set(
        PLACE,
        place.x()
            + " "
            + place.y()
            + " "
            + place.width()
            + " "
            + place.height()
            + " "
            + (place.maximized() ? "maximized" : "normal"));
  }

  @Override
  public List<String> gateways() {
    return listed(stored.get(GATEWAYS));
  }

  /**
   * The gateways in the settings of a profile that is not opened here. Blocks on the disk.
   *
   * @param tell hears that they cannot be read, and the first ones are used
   */
  static List<String> gatewaysIn(Path profile, Consumer<String> tell) {
    return listed(
        switch (Settings.peek(profile, GATEWAYS)) {
          case Settings.Peeked.Value(String value) -> Optional.of(value);
          case Settings.Peeked.NeverSet _ -> Optional.empty();
          case Settings.Peeked.Unreadable(Path database, String why) -> {
            tell.accept(
                "the settings in "
                    + database
                    + " cannot be read: "
                    + why
                    + "; the usual gateways are asked");
            yield Optional.empty();
          }
        });
  }

  private static List<String> listed(Optional<String> text) {
    return text.map(lines -> lines.lines().filter(line -> !line.isBlank()).toList())
        .orElse(FIRST_GATEWAYS);
  }

  @Override
  public void gateways(List<String> gateways) {
    stored.set(GATEWAYS, String.join("\n", gateways));
  }

  @Override
  public boolean greeted() {
    return stored.get(GREETED).isPresent();
  }

  @Override
  public void greeted(boolean read) {
    if (read) stored.set(GREETED, "yes");
    else stored.unset(GREETED);
  }
}
