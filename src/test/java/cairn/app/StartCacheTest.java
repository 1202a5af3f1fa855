package cairn.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Properties;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class StartCacheTest {
  @TempDir Path folder;

  @Test
  void withoutTheLauncherThereIsNone() {
    var cache = StartCache.of(new Properties(), Map.of(), true);

    assertThat(cache.words()).isEqualTo("none, not started by the launcher");
    assertThat(cache.complaint()).isEmpty();
  }

  @Test
  void theLauncherSaysWhyThereIsNone() {
    var properties = new Properties();
    properties.setProperty("cairn.start.cache.none", "CAIRN_NO_AOT is set");

    assertThat(StartCache.of(properties, Map.of(), true).words())
        .isEqualTo("none, CAIRN_NO_AOT is set");
  }

  @Test
  void aRejectedOneIsSaidAndNotedForTheLauncher() {
    var cache = StartCache.of(given(), Map.of(), false);

    assertThat(cache.complaint().orElseThrow()).contains("rejected", "made again");
    assertThat(folder.resolve("commands.aot.rejected")).exists();
  }

  @Test
  void whenTheUsersFlagsMayBeWhyItIsNotMadeAgain() {
    var cache = StartCache.of(given(), Map.of("CAIRN_JVM_FLAGS", "-XX:+UseZGC"), false);

    assertThat(cache.complaint().orElseThrow()).contains("CAIRN_JVM_FLAGS");
    assertThat(folder).isEmptyDirectory();
  }

  @Test
  void nothingIsSaidAboutOneThatIsUsed() {
    var cache = StartCache.of(given(), Map.of(), true);

    assertThat(cache.words()).isEqualTo("used");
    assertThat(cache.complaint()).isEmpty();
    assertThat(Files.exists(folder.resolve("commands.aot.rejected"))).isFalse();
  }

  private Properties given() {
    var properties = new Properties();
    properties.setProperty("cairn.start.cache", folder.resolve("commands.aot").toString());
    return properties;
  }
}
