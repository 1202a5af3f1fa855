package cairn.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.groups.Tuple.tuple;

import cairn.kernel.gate.Breadth;
import cairn.kernel.gate.Rule;
import cairn.kernel.gate.Scope;
import cairn.kernel.host.files.GivenFolder;
import cairn.registry.Interfaces;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OutsideTest {
  private static final Interfaces INTERFACES = Interfaces.shipped();

  private static final String LINUX = "Linux";

  @TempDir Path folder;

  @Test
  void aFolderIsCalledAsTheUserSays() throws Sentence {
    var outside = Outside.read(List.of(folder + ":/data", folder + ":/"), List.of(), LINUX);

    assertThat(outside.folders())
        .containsExactly(new GivenFolder("/data", folder), new GivenFolder("/", folder));
  }

  @Test
  void withoutANameItIsCalledAsItIs() throws Sentence {
    assertThat(Outside.read(List.of(folder.toString()), List.of(), LINUX).folders())
        .containsExactly(new GivenFolder(folder.toString(), folder));
  }

  @Test
  void itIsAGrantOfTheRunForExactlyThis() throws Sentence {
    var outside =
        Outside.read(List.of(folder + ":/data"), List.of("127.0.0.1:8080", "[::1]:1"), LINUX);

    assertThat(outside.rules(INTERFACES))
        .extracting(Rule::deed, Rule::breadth, Rule::allow)
        .containsExactly(
            tuple(Optional.of("folder"), Breadth.EXACT, true),
            tuple(Optional.of("listen"), Breadth.EXACT, true),
            tuple(Optional.of("listen"), Breadth.EXACT, true));
    assertThat(outside.rules(INTERFACES))
        .extracting(Rule::scope)
        .containsExactly(
            new Scope.Text("/data"),
            new Scope.Endpoint("127.0.0.1", 8080, Scope.Reach.LOOPBACK),
            new Scope.Endpoint("::1", 1, Scope.Reach.LOOPBACK));
  }

  @ParameterizedTest
  @ValueSource(strings = {"example.org:80", "127.0.0.1", "127.0.0.1:70000", ":80", "::1:80"})
  void aSocketListensAtAnAddressOnly(String text) {
    assertThatThrownBy(() -> Outside.read(List.of(), List.of(text), LINUX))
        .isInstanceOf(Sentence.class)
        .hasMessageContaining("'");
  }

  @Test
  void aFolderIsGivenAsWasmtimeHasItToo() throws Sentence {
    for (String text : List.of(folder + ":/x", folder + "::/x"))
      assertThat(Outside.read(List.of(text), List.of(), LINUX).folders())
          .extracting(GivenFolder::name)
          .containsExactly("/x");
  }

  @Test
  void whatIsNoFolderIsSaidToBeNone() {
    assertThatThrownBy(
            () -> Outside.read(List.of(folder.resolve("none") + ":/x"), List.of(), LINUX))
        .isInstanceOf(Sentence.class)
        .hasMessageContaining("there is no folder");
    assertThatThrownBy(
            () -> Outside.read(List.of(folder + ":/x", folder + ":/x"), List.of(), LINUX))
        .hasMessageContaining("two folders as '/x'");
    assertThatThrownBy(() -> Outside.read(List.of(folder + ":"), List.of(), LINUX))
        .hasMessageContaining("HOST:GUEST");
  }

  @ParameterizedTest
  @ValueSource(strings = {"/proc", "/proc/self", "/proc/sys/kernel", "/sys"})
  @EnabledOnOs(OS.LINUX)
  void aFolderOfTheRunningSystemIsNotGiven(String system) {
    assertThatThrownBy(() -> Outside.read(List.of(system + ":/x"), List.of(), LINUX))
        .isInstanceOf(Sentence.class)
        .hasMessage(
            system + " is of the running system and no folder on a disk, so it cannot be given");
  }

  @Test
  void aFolderOfOneLetterIsADriveOnlyOnWindows() throws Sentence {
    assertThatThrownBy(() -> Outside.read(List.of("q:/data"), List.of(), LINUX))
        .hasMessageContaining("there is no folder q to give");
    assertThatThrownBy(() -> Outside.read(List.of("q:/data"), List.of(), "Windows 11"))
        .hasMessageContaining("there is no folder q:/data to give");
  }
}
