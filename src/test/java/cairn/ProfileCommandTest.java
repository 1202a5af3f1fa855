package cairn;

import static org.assertj.core.api.Assertions.assertThat;

import cairn.kernel.ProgramId;
import cairn.kernel.gate.Breadth;
import cairn.kernel.gate.Rule;
import cairn.kernel.gate.Scope;
import cairn.profile.Profile;
import cairn.registry.Interfaces;
import cairn.registry.Sha256;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.time.Instant;
import java.util.Optional;
import mockwebserver3.MockWebServer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The command line over profiles that are damaged or no profiles at all. */
final class ProfileCommandTest {
  @TempDir Path folder;
  private Path profile = Path.of("unused");
  private CairnCommand cairn = new CairnCommand(profile);

  @BeforeEach
  void ownProfile() {
    profile = folder.resolve("profile");
    cairn = new CairnCommand(profile);
  }

  @Test
  void aStoredDenialHoldsWithUseGrantsWhateverElseIsAllowed() throws Exception {
    try (var server = new MockWebServer()) {
      server.start();
      denyFetch(server.getPort());

      var result =
          cairn.run(
              "run",
              "fetch",
              "--use-grants",
              "--grant-all",
              "--",
              "127.0.0.1",
              "" + server.getPort());

      assertThat(result.out()).contains("not allowed to connect");
      assertThat(server.getRequestCount()).isZero();
    }
  }

  @Test
  void aDamagedDatabaseRunsNothingOnceAndKeepsItsDenials() throws Exception {
    try (var server = new MockWebServer()) {
      server.start();
      String port = "" + server.getPort();
      denyFetch(server.getPort());
      sql("DROP TABLE settings");

      var first = cairn.run("run", "fetch", "--use-grants", "--", "127.0.0.1", port);
      var second = cairn.run("run", "fetch", "--use-grants", "--", "127.0.0.1", port);
      var third = cairn.run("run", "fetch", "--use-grants", "--grant-all", "--", "127.0.0.1", port);

      assertThat(first.code()).isEqualTo(74);
      assertThat(first.err())
          .hasLineCount(1)
          .contains("was damaged", "set aside", "1 denial", "ran nothing");
      assertThat(first.out()).isEmpty();
      assertThat(second.out()).contains("not allowed to connect");
      assertThat(second.err()).contains("was damaged", "1 denial");
      assertThat(third.code()).isEqualTo(74);
      assertThat(third.err()).hasLineCount(1).contains("--grant-all");
      assertThat(server.getRequestCount()).isZero();
      assertThat(profile).isDirectoryContaining("glob:**/cairn.db.damaged-*");
    }
  }

  @Test
  void aRunThatUsesNoGrantsGoesOnBesideADamagedDatabaseAndSaysSo() throws Exception {
    Files.createDirectories(profile);
    Files.writeString(profile.resolve("cairn.db"), "no database");

    var result = cairn.run("run", "hello");

    assertThat(result.code()).isZero();
    assertThat(result.out()).containsIgnoringCase("hello");
    assertThat(result.err())
        .hasLineCount(1)
        .contains("the settings in", "cannot be read", "the usual gateways are asked");
    assertThat(profile.resolve("cairn.db")).hasContent("no database");
  }

  @Test
  void aStoreThatTakesNoMoreIsNamed() throws Exception {
    Path file = Files.write(folder.resolve("file"), new byte[4096]);
    // Where files may have 2 KiB, as on a disk that is full.
    String limited = "ulimit -f 4; exec \"$@\" ";

    for (String command : new String[] {"run hello", "add '" + file + "'"})
      saysInOneLine(
          cairn.shell(folder, limited + command),
          "the store " + profile.resolve("blocks") + " could not take it: ");
  }

  @Test
  void aProfileThatIsAFileIsSaidToBeOne() throws Exception {
    Files.writeString(profile, "a file");

    saysInOneLine(cairn.run("run", "hello"), "is not a folder");
    saysInOneLine(cairn.run("run", "--use-grants", "hello"), "is not a folder");
    saysInOneLine(cairn.run("add", profile.toString()), "is not a folder");
  }

  @Test
  void aProfileThatIsALinkToNowhereIsSaidToBeNone() throws Exception {
    Files.createSymbolicLink(profile, folder.resolve("nowhere"));

    saysInOneLine(cairn.run("run", "hello"), "is not a folder");
  }

  @Test
  void aFileWhereAFolderOfTheProfileShouldBeIsNamed() throws Exception {
    for (String name : new String[] {"blocks", "files"}) {
      Files.createDirectories(profile);
      Path inTheWay = Files.writeString(profile.resolve(name), "a file");

      saysInOneLine(cairn.run("run", "hello"), name + " should be a folder");

      assertThat(inTheWay).hasContent("a file");
      Files.delete(inTheWay);
    }
  }

  @Test
  void aFolderThatCannotBeWrittenIsSaidSo() throws Exception {
    // Not even root can write there.
    var nowhere = Path.of("/proc/self/task");
    if (!Files.isDirectory(nowhere)) return;
    cairn = new CairnCommand(nowhere);

    saysInOneLine(cairn.run("run", "hello"), "cannot be used");
    saysInOneLine(cairn.run("run", "--use-grants", "hello"), "cannot be written");
  }

  private static void saysInOneLine(CairnCommand.Result result, String what) {
    assertThat(result.err()).hasLineCount(1).startsWith("cairn: ").contains(what);
    assertThat(result.err()).doesNotContain("Exception", "java.", "defect");
    assertThat(result.code()).isIn(69, 74);
    assertThat(result.out()).isEmpty();
  }

  private void denyFetch(int port) throws Exception {
    var tcp = Interfaces.shipped().shipped("tcp").definition().id();
    byte[] bytes;
    try (var module = ProfileCommandTest.class.getResourceAsStream("/cairn/programs/fetch.wasm")) {
      assertThat(module).isNotNull();
      bytes = module.readAllBytes();
    }
    var rule =
        new Rule(
            tcp,
            Optional.of("connect"),
            new Scope.Endpoint("127.0.0.1", port, Scope.Reach.LOOPBACK),
            Breadth.EXACT,
            false);
    try (var opened = ((Profile.Opened.Ready) Profile.open(profile)).profile()) {
      opened.grants().store(new ProgramId(Sha256.of(bytes)), rule, Instant.EPOCH);
    }
  }

  private void sql(String update) throws Exception {
    try (var connection =
            DriverManager.getConnection("jdbc:sqlite:" + profile.resolve("cairn.db"));
        var statement = connection.createStatement()) {
      statement.executeUpdate(update);
    }
  }
}
