package cairn.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class CommandLineParserTest {
  private static ParseResult parse(String... words) {
    return CommandLineParser.parse("cairn", new RootCommand(), List.of(words));
  }

  private static ParseResult.Call call(String... words) {
    var result = parse(words);
    assertThat(result).isInstanceOf(ParseResult.Call.class);
    return (ParseResult.Call) result;
  }

  private static Map<String, List<String>> options(String... words) {
    return call(words).words().options();
  }

  private static Map<String, List<String>> parameters(String... words) {
    return call(words).words().parameters();
  }

  private static Mistake mistake(String... words) {
    var result = parse(words);
    assertThat(result).isInstanceOf(ParseResult.Wrong.class);
    return ((ParseResult.Wrong) result).mistake();
  }

  @Test
  void theFirstWordNamesTheCommand() {
    assertThat(call("run", "hello").command()).isInstanceOf(RunCommand.class);
    assertThat(call("replay", "log").command()).isInstanceOf(ReplayCommand.class);
    assertThat(call("add", "file").command()).isInstanceOf(AddCommand.class);
    assertThat(call("get", "cid").command()).isInstanceOf(GetCommand.class);
    assertThat(call("interface", "id", "x.wit").command()).isInstanceOf(InterfaceIdCommand.class);
    assertThat(call("version").command()).isInstanceOf(VersionCommand.class);
    assertThat(call("train", "window").command()).isInstanceOf(TrainCommand.class);
    assertThat(call("help").command()).isInstanceOf(HelpCommand.class);
  }

  @Test
  void withoutACommandTheWordsAreAnAddressAndItsArguments() {
    assertThat(call().command()).isInstanceOf(RootCommand.class);
    assertThat(parameters("clock", "run", "help"))
        .isEqualTo(Map.of("ADDRESS", List.of("clock", "run", "help")));
    assertThat(parameters("@clock")).isEqualTo(Map.of("ADDRESS", List.of("@clock")));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "get x --output FILE -v",
        "get --output=FILE x --verbose",
        "get -o FILE -v x",
        "get -oFILE -v x",
        "get -o=FILE -v x",
        "get -vo FILE x",
        "get -voFILE x",
        "get x -vo=FILE",
        "get --output FILE --verbose -- x",
        "get --output FILE --verbose x --",
      })
  void anOptionHasTheFormsOfGetopt(String words) {
    var call = call(words.split(" "));

    assertThat(call.words().options())
        .isEqualTo(Map.of("--output", List.of("FILE"), "--verbose", List.of("")));
    assertThat(call.words().parameters()).isEqualTo(Map.of("ADDRESS", List.of("x")));
  }

  @Test
  void aValueIsTakenAsItIs() {
    assertThat(options("run", "--env", "A=B=C", "--env=D=", "--env", "", "--env=", "hello"))
        .isEqualTo(Map.of("--env", List.of("A=B=C", "D=", "", "")));
    assertThat(options("run", "--limit", "-1", "--limit=--", "--limit=-v", "hello"))
        .isEqualTo(Map.of("--limit", List.of("-1", "--", "-v")));
    assertThat(options("run", "--env", "\"a b\"", "hello"))
        .isEqualTo(Map.of("--env", List.of("\"a b\"")));
    assertThat(options("--profile", "-v", "version")).isEqualTo(Map.of("--profile", List.of("-v")));
    assertThat(options("--profile=run", "version")).isEqualTo(Map.of("--profile", List.of("run")));
  }

  @Test
  void whatIsAnOptionOrACommandThereIsNoValue() {
    Mistake noProfile = new Mistake.MissingValue(Option.PROFILE);

    assertThat(mistake("--profile")).isEqualTo(noProfile);
    assertThat(mistake("--profile", "run", "hello"))
        .isEqualTo(new Mistake.CommandAsValue(Option.PROFILE, "run"));
    assertThat(mistake("--profile", "train"))
        .isEqualTo(new Mistake.CommandAsValue(Option.PROFILE, "train"));
    assertThat(mistake("--profile", "--gateway", "x")).isEqualTo(noProfile);
    assertThat(mistake("--profile", "--gateway=x")).isEqualTo(noProfile);
    assertThat(mistake("run", "--profile", "-v=true", "x")).isEqualTo(noProfile);
    assertThat(mistake("--profile", "--", "x")).isEqualTo(noProfile);
    assertThat(mistake("run", "--profile", "-vx")).isEqualTo(noProfile);
    assertThat(mistake("interface", "--profile", "id", "x"))
        .isEqualTo(new Mistake.CommandAsValue(Option.PROFILE, "id"));
    assertThat(options("run", "--profile", "get", "x"))
        .isEqualTo(Map.of("--profile", List.of("get")));
  }

  @Test
  void aFlagTakesNoValue() {
    assertThat(call("version", "-v").words().has(Option.flag("--verbose", ""))).isTrue();
    assertThat(call("version").words().has(Option.flag("--verbose", ""))).isFalse();
    assertThat(mistake("version", "--help=false")).isEqualTo(new Mistake.TakesNoValue(Option.HELP));
    for (String word : List.of("--verbose=no", "--verbose=true", "-v=", "-v=false"))
      assertThat(mistake("version", word))
          .isInstanceOfSatisfying(
              Mistake.TakesNoValue.class,
              wrong -> assertThat(wrong.option().name()).isEqualTo("--verbose"));
  }

  @Test
  void whatAllCommandsTakeStandsBeforeOrBehindTheCommand() {
    var expected = Map.of("--profile", List.of("p"), "--gateway", List.of("a", "b"));

    assertThat(
            options("--profile", "p", "--gateway", "a", "--gateway", "b", "interface", "id", "x"))
        .isEqualTo(expected);
    assertThat(options("interface", "--gateway=a", "--gateway=b", "--profile", "p", "id", "x"))
        .isEqualTo(expected);
    assertThat(options("interface", "id", "--gateway=a", "x", "--gateway=b", "--profile=p"))
        .isEqualTo(expected);
    assertThat(
            options("--profile", "p", "interface", "--gateway", "a", "--gateway", "b", "id", "x"))
        .isEqualTo(expected);
  }

  @Test
  void theCommandsOwnReplaceThoseBeforeIt() {
    assertThat(
            options(
                "--profile", "p", "--gateway", "a", "run", "--gateway", "b", "--profile", "q", "x"))
        .isEqualTo(Map.of("--profile", List.of("q"), "--gateway", List.of("b")));
  }

  @Test
  void theOptionsOfACommandDoNotStandBeforeIt() {
    assertThat(parse("--grant-all", "run", "hello"))
        .isEqualTo(new ParseResult.Wrong("cairn", new Mistake.UnknownOption("--grant-all")));
    assertThat(parse("interface", "--canonical", "id", "x"))
        .isEqualTo(
            new ParseResult.Wrong("cairn interface", new Mistake.UnknownOption("--canonical")));
  }

  @Test
  void optionsStandBeforeAndBehindTheAddressOfAProgramUntilItsFirstArgument() {
    var call = call("run", "--env", "A=1", "hello", "--env", "B=2", "-v", "one", "-", "two");

    assertThat(call.words().options())
        .isEqualTo(Map.of("--env", List.of("A=1", "B=2"), "--verbose", List.of("")));
    assertThat(call.words().parameters())
        .isEqualTo(Map.of("ADDRESS", List.of("hello"), "ARGS", List.of("one", "-", "two")));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "run hello a -v | -v",
        "run hello a --help | --help",
        "run hello a --nonsense b | --nonsense",
        "clock -x | -x",
        "clock --profile p | --profile",
        "clock a --version | --version",
      })
  void aDashedWordBehindAWordOfTheProgramsIsRefused(String words, String word) {
    assertThat(mistake(words.split(" "))).isEqualTo(new Mistake.BehindProgramWord(word));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "run hello -- -v -- --help x | -v -- --help x",
        "run -- hello -v -- x | -v -- x",
        "run hello a -- -v -- b | a -v -- b",
        "run hello -- -- | --",
        "run hello -- run --profile | run --profile",
      })
  void behindTwoDashesEveryWordIsTheProgramsAsItIs(String words, String arguments) {
    assertThat(parameters(words.split(" ")))
        .isEqualTo(Map.of("ADDRESS", List.of("hello"), "ARGS", List.of(arguments.split(" "))));
  }

  @Test
  void behindTwoDashesNothingIsACommandOrAnOption() {
    assertThat(parameters("--", "run", "--help"))
        .isEqualTo(Map.of("ADDRESS", List.of("run", "--help")));
    assertThat(parameters("clock", "--", "-x"))
        .isEqualTo(Map.of("ADDRESS", List.of("clock", "-x")));
    assertThat(parameters("--")).isEmpty();
    assertThat(parameters("run", "--", "--allow")).isEqualTo(Map.of("ADDRESS", List.of("--allow")));
    assertThat(parameters("get", "--", "-x")).isEqualTo(Map.of("ADDRESS", List.of("-x")));
    assertThat(mistake("interface", "--", "id", "x")).isEqualTo(new Mistake.OneWordTooMany("id"));
    assertThat(mistake("version", "--", "-v")).isEqualTo(new Mistake.OneWordTooMany("-v"));
  }

  @Test
  void anEmptyWordAndASingleDashAreWordsAsAnyOther() {
    assertThat(parameters("run", "", ""))
        .isEqualTo(Map.of("ADDRESS", List.of(""), "ARGS", List.of("")));
    assertThat(parameters("run", "-")).isEqualTo(Map.of("ADDRESS", List.of("-")));
  }

  @Test
  void anUnknownOptionIsNamedWithItsValueAndWithoutTheLettersBeforeIt() {
    assertThat(mistake("run", "--nonsense=x", "hello"))
        .isEqualTo(new Mistake.UnknownOption("--nonsense=x"));
    assertThat(mistake("run", "-xyz", "hello")).isEqualTo(new Mistake.UnknownOption("-xyz"));
    assertThat(mistake("run", "-vx", "hello")).isEqualTo(new Mistake.UnknownOption("-x"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"--verb", "-verbose", "-allow", "--Allow", "---allow"})
  void noOptionHasAnotherNameThanItsOwn(String word) {
    assertThat(mistake("run", word, "tcp", "hello")).isInstanceOf(Mistake.UnknownOption.class);
  }

  @Test
  void theFirstOfSeveralMistakesIsTheResult() {
    assertThat(parse("--nonsense", "run", "--env"))
        .isEqualTo(new ParseResult.Wrong("cairn", new Mistake.UnknownOption("--nonsense")));
    assertThat(mistake("add", "a", "b", "c")).isEqualTo(new Mistake.OneWordTooMany("b"));
    assertThat(mistake("add", "-x")).isEqualTo(new Mistake.UnknownOption("-x"));
    assertThat(mistake("interface", "x")).isEqualTo(new Mistake.OneWordTooMany("x"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "--help | cairn",
        "-h | cairn",
        "-hV | cairn",
        "--version --help | cairn",
        "--help run hello | cairn",
        "run --help | cairn run",
        "run -vh | cairn run",
        "run hello --help | cairn run",
        "--profile p run --nonsense --help x | cairn run",
        "run --help --env | cairn run",
        "--nonsense run -h | cairn run",
        "interface --help id | cairn interface",
        "interface id -h | cairn interface id",
      })
  void helpIsGivenWhateverElseIsWrong(String words, String name) {
    assertThat(parse(words.split(" ")))
        .isInstanceOfSatisfying(
            ParseResult.Help.class, help -> assertThat(help.name()).isEqualTo(name));
  }

  @ParameterizedTest
  @ValueSource(strings = {"--version", "-V", "run --version", "--version run --help", "get -vV x"})
  void theVersionIsAskedForAnywhere(String words) {
    assertThat(parse(words.split(" "))).isEqualTo(new ParseResult.Version());
  }
}
