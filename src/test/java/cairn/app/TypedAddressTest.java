package cairn.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

final class TypedAddressTest {
  private static final Set<String> SHIPPED = Set.of("clock");

  @Test
  void aFileIsNamedWhereverTheWindowWasStarted() throws Sentence {
    String here = Path.of("").toAbsolutePath().toString();

    assertThat(TypedAddress.of(List.of("my tool.wasm", "a b", ""), SHIPPED))
        .isEqualTo("\"" + here + "/my tool.wasm\" \"a b\" \"\"");
    assertThat(TypedAddress.of(List.of("../x.cairnlog"), SHIPPED)).doesNotContain("..");
  }

  @Test
  void everythingElseIsTypedAsItIs() throws Sentence {
    for (String word : List.of("clock", "cairn:processes", "/ipfs/bafy/x.wasm", "https://a/ipfs/b"))
      assertThat(TypedAddress.of(List.of(word), SHIPPED)).isEqualTo(word);
    assertThat(TypedAddress.of(List.of(), SHIPPED)).isEmpty();
  }

  @Test
  void whatCannotBeTypedIsRefusedAndNotChanged() {
    assertThatThrownBy(() -> TypedAddress.of(List.of("clock", "a\"b"), SHIPPED))
        .isInstanceOf(Sentence.class)
        .hasMessageContaining("double quote");
    assertThatThrownBy(() -> TypedAddress.of(List.of("clock", "\udcff"), SHIPPED))
        .isInstanceOf(Sentence.class)
        .hasMessageContaining("not UTF-8");
  }
}
