package cairn.shell;

import java.util.List;
import java.util.Optional;

/** Settings in memory. */
public final class FakeSettings implements Settings {
  private ThemeChoice theme = ThemeChoice.LIGHT;
  private Optional<WindowPlace> place = Optional.empty();
  private List<String> gateways = List.of("http://127.0.0.1:8080", "https://gateway.example");
  private boolean greeted = true;

  @Override
  public ThemeChoice theme() {
    return theme;
  }

  @Override
  public void theme(ThemeChoice choice) {
    theme = choice;
  }

  @Override
  public Optional<WindowPlace> windowPlace() {
    return place;
  }

  @Override
  public void windowPlace(WindowPlace now) {
    place = Optional.of(now);
  }

  @Override
  public List<String> gateways() {
    return gateways;
  }

  @Override
  public void gateways(List<String> now) {
    gateways = List.copyOf(now);
  }

  @Override
  public boolean greeted() {
    return greeted;
  }

  @Override
  public void greeted(boolean read) {
    greeted = read;
  }
}
