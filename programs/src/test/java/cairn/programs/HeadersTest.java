package cairn.programs;

import static org.assertj.core.api.Assertions.assertThat;

import cairn.registry.CHeader;
import cairn.registry.Interfaces;
import cairn.registry.WitParser;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/**
 * The C headers say what the definitions say. After a change of a definition, {@code ./mvnw -pl
 * programs -am test -Dtest=HeadersTest -Dsurefire.failIfNoSpecifiedTests=false -Dcairn.write=true}
 * writes them anew; then programs/build.sh.
 */
class HeadersTest {
  @Test
  void theSdkKnowsTheInterfacesThatShip() throws IOException {
    String header =
        Interfaces.shipped().all().stream()
            .map(known -> CHeader.of(known.definition(), "CAIRN_"))
            .collect(
                Collectors.joining(
                    "\n",
                    "/* The interfaces that ship, written by HeadersTest: not by hand. */\n\n",
                    ""));

    assertIs(Path.of("sdk/cairn_interfaces.h"), header);
  }

  @Test
  void theProgramsOfTheEchoKnowTheirInterface() throws IOException {
    String source = Files.readString(Path.of("src/echo/echo.wit"));
    var echo = WitParser.parse(source);

    assertThat(echo).isInstanceOf(WitParser.Parsed.Ok.class);
    assertThat(ShippedPrograms.definitions()).containsExactly(source);
    assertIs(
        Path.of("src/echo/echo.h"),
        "/* echo.wit as C, written by HeadersTest: not by hand. */\n\n"
            + CHeader.of(((WitParser.Parsed.Ok) echo).definition(), ""));
  }

  private static void assertIs(Path file, String header) throws IOException {
    if (Boolean.getBoolean("cairn.write")) Files.writeString(file, header);
    assertThat(file).hasContent(header);
  }
}
