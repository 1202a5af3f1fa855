package cairn.app;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Objects;

/** The version of Cairn. */
final class Version {
  private Version() {}

  /** The version of this build, as the POM has it. */
  static String number() {
    try (InputStream version =
        Objects.requireNonNull(Version.class.getResourceAsStream("version.txt"))) {
      return new String(version.readAllBytes(), StandardCharsets.UTF_8).strip();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** What {@code cairn --version} prints. */
  static String line() {
    return "cairn " + number();
  }
}
