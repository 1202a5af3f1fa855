package cairn.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the command line itself says: help, the version, and what is wrong with its words. */
final class CommandLineTest {
  private record Said(int code, String out, String err) {}

  private static Said run(String... words) {
    var out = new StringWriter();
    var err = new StringWriter();
    int code =
        Main.run(
            new CommandWords(List.of(words), Map.of()),
            new PrintWriter(out, true),
            new PrintWriter(err, true));
    return new Said(code, out.toString(), err.toString());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '!',
      quoteCharacter = '`',
      value = {
        "run --nonsense x ! there is no option '--nonsense'; words for a program stand behind -- ! cairn run",
        "-x ! there is no option '-x'; words for a program stand behind -- ! cairn",
        "interface id -x ! there is no option '-x'; words for a program stand behind -- ! cairn interface id",
        "run --env ! the option --env needs a value: --env NAME=VALUE ! cairn run",
        "get -o ! the option --output needs a value: --output FILE ! cairn get",
        "--profile version ! the option --profile needs a value, and 'version' is a command: --profile DIR, or --profile=version if that is meant ! cairn",
        "run --grant-all=no x ! the option --grant-all takes no value ! cairn run",
        "version -v --verbose ! the option --verbose is given twice ! cairn version",
        "get -o a --output b x ! the option --output is given twice ! cairn get",
        "--profile a --profile b version ! the option --profile is given twice ! cairn",
        "add a b ! 'b' is one word too many ! cairn add",
        "version - ! '-' is one word too many ! cairn version",
        "interface x ! 'x' is one word too many ! cairn interface",
        "run -v ! ADDRESS is missing ! cairn run",
        "get -- ! ADDRESS is missing ! cairn get",
        "add ! FILE|DIR is missing ! cairn add",
        "replay ! FILE is missing ! cairn replay",
        "interface id ! FILE.wit is missing ! cairn interface id",
        "interface ! a command is missing: id ! cairn interface",
        "help nosuch ! there is no command 'nosuch' ! cairn",
        "help interface nosuch ! there is no command 'nosuch' ! cairn interface",
        "run x a -v ! '-v' stands behind a word of the program's: put it before that word if it is for Cairn, and -- before the program's words if it is for the program ! cairn run",
      })
  void aMistakeIsSaidInOneSentenceAndHelpIsNamed(String words, String sentence, String command) {
    var said = run(words.split(" "));

    assertThat(said.err().lines())
        .containsExactly("cairn: " + sentence, "'" + command + " --help' says what there is.");
    assertThat(said.out()).isEmpty();
    assertThat(said.code()).isEqualTo(64);
  }

  @Test
  void aWordInASentenceDoesNotSteerTheTerminal() {
    assertThat(run("run", "--e\u001b[31mx\udcff", "x").err())
        .startsWith("cairn: there is no option '--e\\u{1b}[31mx\ufffd';");
  }

  @Test
  void helpSaysAllThatACommandTakes() {
    var said = run("get", "--help");

    assertThat(said.out().lines())
        .containsExactly(
            """
            Usage: cairn get [-hvV] [-o=FILE] [--profile=DIR] [--gateway=URL]... ADDRESS
            Fetches a file or folder by its address and writes it to the disk.
                  ADDRESS         A CID or /ipfs/CID/path.
                  --gateway=URL   A trustless IPFS gateway to load from, instead of those
                                    in the settings. May be given several times; tried in
                                    order.
              -h, --help          Show this help message and exit.
              -o, --output=FILE   Where to write it; the last part of the address
                                    otherwise. Must not exist. Until it is whole it is a
                                    hidden .part file beside, which stays only if Cairn is
                                    killed (SIGKILL).
                  --profile=DIR   The folder of grants, history, settings and blocks; else
                                    CAIRN_PROFILE, else the usual place for a user's data.
              -v, --verbose       Says on standard error who is asked and what went wrong.
              -V, --version       Print version information and exit.
            """
                .lines()
                .toArray(String[]::new));
    assertThat(said.err()).isEmpty();
    assertThat(said.code()).isZero();
  }

  @Test
  void helpListsTheCommandsAndEndsWithTheExitCodes() {
    assertThat(run("--help").out())
        .startsWith(
            """
            Usage: cairn [-hV] [--profile=DIR] [--gateway=URL]... [ADDRESS...] [COMMAND]
            A browser for programs. Without a command it opens the window.
                  [ADDRESS...]    A program to open: a CID, /ipfs/CID/path, a name, a .wasm
                                    or .car file; words after it are its arguments.
            """)
        .endsWith(
            """
            Commands:
              run        Runs a program without a window. What is not allowed by a flag is
                           refused, politely.
              replay     Runs a recorded program again, from its log alone, and says
                           whether it is the same run.
              add        Puts a file or folder into the store and prints its CID (profile
                           unixfs-v1-2025, as today's Kubo).
              get        Fetches a file or folder by its address and writes it to the disk.
              interface  Works with interface definitions.
              version    Prints the version.
              help       Shows the help of a command.

            Exit codes of the commands: 64 wrong words, 65 not a program or not what its
            hash says, 66 not found, 69 something is missing here, 74 a file could not be
            read or written.
            """);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '!',
      value = {
        "run ! [-hvV] [--grant-all] [--use-grants] ! [ARGS...] ! 134 when it trapped",
        "replay ! [-hV] [--output] [--profile=DIR] ! FILE ! 1 it differs",
        "add ! [-hV] [--profile=DIR] ! FILE|DIR ! today's Kubo",
        "get ! [-hvV] [-o=FILE] ! ADDRESS ! Must not exist",
        "interface ! [-hV] [--profile=DIR] ! [COMMAND] ! id  Prints the id",
        "interface id ! [-hV] [--canonical] ! FILE.wit ! canonical text",
        "version ! [-hvV] [--profile=DIR] ! [--gateway=URL]... ! what it runs on",
        "help ! [-hV] [--profile=DIR] ! [COMMAND...] ! Shows the help",
      })
  void eachCommandHasHelpInTwoWaysThatFitsATerminal(
      String name, String begin, String end, String text) {
    var said = run(("help " + name).split(" "));

    assertThat(said.out()).startsWith("Usage: cairn " + name + " " + begin);
    assertThat(said.out()).contains(end + "\n").contains(text);
    assertThat(said.out().lines()).allMatch(line -> line.length() < 80);
    assertThat(said.code()).isZero();
    assertThat(run((name + " --help").split(" "))).isEqualTo(said);
    assertThat(run((name + " -h").split(" "))).isEqualTo(said);
  }

  @Test
  void helpWithoutACommandIsThatOfCairn() {
    assertThat(run("help")).isEqualTo(run("--help"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"--version", "-V", "version", "run --version", "interface id -V"})
  void theVersionIsPrinted(String words) {
    assertThat(run(words.split(" ")))
        .isEqualTo(new Said(0, "cairn " + Version.number() + "\n", ""));
  }
}
