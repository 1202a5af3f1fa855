package cairn.shell;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;

class HomeFolderTest {
  @Test
  void homeIsWhereTheEnvironmentSaysElseWhatJavaFound() {
    assertThat(HomeFolder.path(Map.of("HOME", "/tmp/else"), "/home/me"))
        .isEqualTo(Path.of("/tmp/else"));
    assertThat(HomeFolder.path(Map.of("HOME", ""), "/home/me")).isEqualTo(Path.of("/home/me"));
    assertThat(HomeFolder.path(Map.of("HOME", "here"), "/home/me")).isEqualTo(Path.of("/home/me"));
    assertThat(HomeFolder.path(Map.of(), "/home/me")).isEqualTo(Path.of("/home/me"));
  }
}
