package cairn.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Whatever is wrong with a command line, one sentence says it, in words for people. */
final class BadWordsTest {
  @TempDir Path folder;

  private record Said(int code, String out, String err) {}

  private Said run(String... words) {
    var out = new StringWriter();
    var err = new StringWriter();
    var all = new ArrayList<>(List.of(words));
    var environment =
        Map.of("CAIRN_PROFILE", folder.resolve("profile").toString(), "HOME", folder.toString());
    int code =
        Main.run(
            new CommandWords(all, environment),
            new PrintWriter(out, true),
            new PrintWriter(err, true));
    return new Said(code, out.toString(), err.toString());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "64 | run | ADDRESS is missing",
        "64 | run --env | --env NAME=VALUE",
        "64 | run --env LANG hello | 'LANG' is not NAME=VALUE",
        "64 | run --env =x hello | '=x' is not NAME=VALUE",
        "64 | run --allow | --allow RULE",
        "64 | run --allow nothing hello | nothing",
        "64 | run --allow =x hello | begins with no interface",
        "64 | run --deny tcp=[ hello | tcp=[",
        "64 | run --dir : hello | ':' is not HOST:GUEST",
        "64 | run --dir x: hello | 'x:' is not HOST:GUEST",
        "74 | run --dir nowhere:/x hello | there is no folder nowhere",
        "74 | run --dir FILE:/x hello | is not a folder",
        "64 | run --limit memory hello | 'memory' is not NAME=SIZE",
        "64 | run --limit memory=much hello | 'much' is not a size",
        "64 | run --limit memory=-1 hello | '-1' is not a size",
        "64 | run --limit time=3 hello | there is no limit 'time'",
        "64 | run --limit memory=999999999999g hello | more than any computer has",
        "64 | run --listen x hello | 'x' is not HOST:PORT",
        "64 | run --listen 127.0.0.1:99999 hello | is not HOST:PORT",
        "64 | run --listen [:]:80 hello | '[:]' is not an address",
        "64 | run --record r --record s hello | --record is given twice",
        "74 | run --record nowhere/r hello | its folder is not there",
        "74 | run --record FILE hello | exists already",
        "64 | run --nonsense hello | there is no option '--nonsense'",
        "64 | run hello a --allow tcp | '--allow' stands behind a word",
        "64 | run nosuch | 'nosuch' is not a hash",
        "64 | run /ipfs/ | the address '/ipfs/' is wrong",
        "64 | run k51qzi5uqu5dlvj2baxnqndepeb86cbk3ng7n3i46uzyxzyqj2xjonzllnv0v8 | IPNS",
        "66 | run /nowhere/at/all | there is no file /nowhere/at/all",
        "66 | run nowhere.wasm | there is no file nowhere.wasm",
        "66 | run nowhere.car | there is no file nowhere.car",
        "65 | run FOLDER | is a folder",
        "65 | run /dev/zero | is a pipe, a socket or a device",
        "74 | run /proc/self/mem | cannot be read",
        "65 | run FILE | not a program",
        "65 | run BAD.car | is not a CAR with a program",
        "64 | get | ADDRESS is missing",
        "64 | get x | 'x' is not a hash",
        "64 | get -o | --output FILE",
        "64 | get a b | 'b' is one word too many",
        "64 | --gateway nowhere get x | 'x' is not a hash",
        "64 | --gateway ftp://x run hello | 'ftp://x' is not the address of a gateway",
        "69 | --profile FILE run hello | is not a folder",
        "74 | --profile FILE/x run hello | FILE/x",
        "74 | --profile /proc/no run hello | /proc/no",
        "64 | --profile | --profile DIR",
        "66 | add nowhere | there is no file nowhere",
        "74 | add /dev/zero | neither a file nor a folder",
        "64 | add | FILE",
        "66 | interface id nowhere.wit | there is no file nowhere.wit",
        "66 | interface id FOLDER | is not a file",
        "65 | interface id FILE | expected",
        "74 | interface id /proc/self/mem | could not be read",
        "2 | replay nowhere | there is no file nowhere",
        "2 | replay FOLDER | is not a file",
        "2 | replay FILE | this is no log of a run",
        "64 | replay | FILE is missing",
        "64 | interface | a command is missing: id",
        "64 | help nosuch | nosuch",
        "66 | run LOOP | LOOP is a circle of symbolic links",
        "66 | run LOOP.wasm | LOOP.wasm is a circle of symbolic links",
        "66 | add LOOP | LOOP is a circle of symbolic links",
        "66 | interface id LOOP | LOOP is a circle of symbolic links",
        "2 | replay LOOP | LOOP is a circle of symbolic links",
        "74 | run --dir LOOP:/x hello | LOOP is a circle of symbolic links",
        "74 | run --record LOOP/x hello | its symbolic links lead in a circle",
        "74 | --profile LOOP run hello | LOOP is a circle of symbolic links",
        "74 | get bafkreihdwdcefgh4dqkjv67uzcmw7ojee6xedzdetojuzjevtenxquvyku -o LOOP/x | LOOP/x could not be written: its symbolic links lead in a circle",
        "74 | get bafkreihdwdcefgh4dqkjv67uzcmw7ojee6xedzdetojuzjevtenxquvyku -o FOLDER/no/x | could not be written: its folder is not there",
        "74 | get bafkreihdwdcefgh4dqkjv67uzcmw7ojee6xedzdetojuzjevtenxquvyku -o FOLDER/LONG | could not be written: File name too long",
        "69 | clock | there is no display",
        "69 | --gateway http://127.0.0.1:1 clock | there is no display",
      })
  void aSentenceSaysWhatIsWrong(int code, String words, String sentence) throws Exception {
    Files.writeString(folder.resolve("FILE"), "just text");
    Files.writeString(folder.resolve("BAD.car"), "no archive");
    for (String link : List.of("LOOP", "LOOP.wasm"))
      Files.createSymbolicLink(folder.resolve(link), Path.of(link));
    var given = new ArrayList<String>();
    for (String word : words.split(" ")) given.add(inFolder(word));

    var said = run(given.toArray(String[]::new));

    assertThat(said.err())
        .startsWith("cairn: ")
        .doesNotContain("Exception", "java.", "defect", "option option");
    assertThat(said.err()).contains(sentence.replace("LOOP", folder + "/LOOP"));
    assertThat(said.code()).isEqualTo(code);
  }

  private String inFolder(String word) {
    return word.replaceAll("FILE|BAD\\.car|LOOP", folder + "/$0")
        .replace("FOLDER", folder.toString())
        .replace("LONG", "x".repeat(300));
  }

  @Test
  void controlCharactersAreShownAsNumbersWhereverTheyAreQuoted() {
    String word = "a\u001b[31m\n\u202e";
    String shown = "a\\u{1b}[31m\\n\\u{202e}";

    for (String[] words :
        new String[][] {
          {"run", word},
          {"run", word + ".wasm"},
          {"get", word},
          {"add", word},
          {"replay", word},
          {"run", "--dir", word + ":/x", "hello"},
          {"run", "--env", word, "hello"},
          {"run", "--allow", word, "hello"},
          {"run", "--" + word, "hello"},
          {"run", "--record", word + "/x", "hello"},
          {"help", word},
          {"get", "bafkreihdwdcefgh4dqkjv67uzcmw7ojee6xedzdetojuzjevtenxquvyku", "-o", word + "/x"}
        }) assertThat(run(words).err()).as(String.join(" ", words)).contains(shown);
  }

  @Test
  void anEmptyWordNamesNothing() {
    assertThat(run("run", "").err()).contains("the address is empty");
    assertThat(run("--profile", "", "run", "hello").err()).contains("an empty word names no file");
    assertThat(run("run", "--record", "", "hello").err()).contains("an empty word names no file");
  }

  @Test
  void theAddressAndThePlaceOfAWrongCharacterAreNamed() {
    String hash = "bafkreifzjut3te2nhyekklss27nh3k72ysco7y32koao5eei66wof36n50";

    assertThat(run("run", hash).err()).contains("'" + hash + "'", "character 59, '0'");
    assertThat(run("get", hash).err()).contains("'" + hash + "'", "character 59, '0'");
  }
}
