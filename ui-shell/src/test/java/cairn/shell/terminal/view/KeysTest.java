package cairn.shell.terminal.view;

import static org.assertj.core.api.Assertions.assertThat;

import cairn.shell.terminal.view.Keys.Held;
import java.nio.charset.StandardCharsets;
import javafx.scene.input.KeyCode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class KeysTest {
  @ParameterizedTest(name = "{0} {1}")
  @CsvSource(
      quoteCharacter = '"',
      value = {
        "-,ENTER,^M",
        "A,ENTER,^[^M",
        "-,BACK_SPACE,^?",
        "C,BACK_SPACE,^H",
        "-,TAB,^I",
        "S,TAB,^[[Z",
        "-,ESCAPE,^[",
        "-,UP,^[[A",
        "S,UP,^[[1;2A",
        "C,DOWN,^[[1;5B",
        "CA,LEFT,^[[1;7D",
        "CS,RIGHT,^[[1;6C",
        "-,HOME,^[[H",
        "C,END,^[[1;5F",
        "-,INSERT,^[[2~",
        "-,DELETE,^[[3~",
        "S,DELETE,^[[3;2~",
        "-,PAGE_UP,^[[5~",
        "A,PAGE_DOWN,^[[6;3~",
        "-,F1,^[OP",
        "S,F1,^[[1;2P",
        "-,F4,^[OS",
        "-,F7,^[[18~",
        "C,F10,^[[21;5~",
        "C,C,^C",
        "C,D,^D",
        "C,Z,^Z",
        "C,SPACE,^@",
        "C,OPEN_BRACKET,^[",
        "C,BACK_SLASH,^\\",
        "A,B,^[b",
        "AS,B,^[B",
        "A,DIGIT3,^[3",
      })
  void sends(String held, KeyCode code, String sent) {
    assertThat(pressed(code, held, false)).isEqualTo(sent);
  }

  @ParameterizedTest(name = "{0} {1}")
  @CsvSource({
    "-,UP,^[OA",
    "-,LEFT,^[OD",
    "-,HOME,^[OH",
    "C,UP,^[[1;5A",
    "-,DELETE,^[[3~",
    "-,F1,^[OP"
  })
  void sendsWhenTheProgramAskedForApplicationCursorKeys(String held, KeyCode code, String sent) {
    assertThat(pressed(code, held, true)).isEqualTo(sent);
  }

  @ParameterizedTest(name = "{0} {1}")
  @CsvSource({
    "C,T",
    "C,W",
    "C,L",
    "C,R",
    "C,K",
    "C,TAB",
    "CS,TAB",
    "CS,T",
    "CS,ESCAPE",
    "CS,X",
    "C,DIGIT1",
    "C,DIGIT9",
    "A,LEFT",
    "A,RIGHT",
    "-,F5",
    "S,F6",
    "-,F6",
    "-,F12",
    "-,SHIFT",
    "C,CONTROL",
    "M,Q"
  })
  void leavesToTheShell(String held, KeyCode code) {
    assertThat(Keys.belongsToShell(code, held(held))).isTrue();
  }

  @ParameterizedTest(name = "{0} {1}")
  @CsvSource({"C,C", "C,D", "C,Z", "C,U", "C,H", "-,TAB", "S,TAB", "-,ESCAPE", "-,F1", "A,B"})
  void keepsForTheProgram(String held, KeyCode code) {
    assertThat(Keys.belongsToShell(code, held(held))).isFalse();
  }

  @ParameterizedTest
  @CsvSource({"S,SHIFT", "C,CONTROL", "-,A", "S,A", "-,CAPS", "CA,Q", "CS,C"})
  void aModifierAloneAndTextSendNothingWhenPressed(String held, KeyCode code) {
    assertThat(Keys.pressed(code, held(held), false)).isEmpty();
  }

  @Test
  void typedTextIsSentAsUtf8() {
    assertThat(Keys.typed("ż", Held.NONE)).hasValue("ż".getBytes(StandardCharsets.UTF_8));
    assertThat(Keys.typed("😀", Held.NONE)).hasValue("😀".getBytes(StandardCharsets.UTF_8));
  }

  @Test
  void whatWasSentWhenTheKeyWentDownIsNotSentAgain() {
    assertThat(Keys.typed("\r", Held.NONE)).isEmpty();
    assertThat(Keys.typed("\u0003", held("C"))).isEmpty();
    assertThat(Keys.typed("c", held("C"))).isEmpty();
    assertThat(Keys.typed("b", held("A"))).isEmpty();
  }

  @Test
  void textFromTheAltGrKeyIsSent() {
    assertThat(Keys.typed("@", held("CA"))).hasValue(new byte[] {'@'});
  }

  private static String pressed(KeyCode code, String held, boolean application) {
    var text = new StringBuilder();
    for (byte b : Keys.pressed(code, held(held), application).orElseThrow())
      if (b < 0x20) text.append('^').append((char) (b + 0x40));
      else text.append(b == 0x7f ? "^?" : String.valueOf((char) b));
    return text.toString();
  }

  private static Held held(String letters) {
    return new Held(
        letters.contains("S"), letters.contains("A"), letters.contains("C"), letters.contains("M"));
  }
}
