package cairn.kernel.abi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import cairn.kernel.ProgramId;
import cairn.kernel.host.FakeCall;
import cairn.kernel.host.files.FilesHandler;
import cairn.kernel.host.files.GivenFolder;
import cairn.registry.Definition;
import cairn.registry.Interfaces;
import cairn.registry.Payload;
import cairn.registry.Sha256;
import cairn.registry.Value;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** WASI's files over the real handler: the folder "/data" is descriptor 3, "/" is 4. */
class WasiFilesTest {
  private static final ProgramId PROGRAM = new ProgramId(Sha256.of(Payload.utf8("program")));

  private static final int EXIST = 20;
  private static final int ISDIR = 31;
  private static final int NAMETOOLONG = 37;
  private static final int NOTDIR = 54;
  private static final int NOTCAPABLE = 76;

  private static final int CREATE = 1;
  private static final int FOLDER = 2;
  private static final int EXCLUSIVE = 4;
  private static final int TRUNCATE = 8;
  private static final int APPEND = 1;

  private static final long READ = WasiRights.FD_READ;
  private static final long WRITE = WasiRights.FD_WRITE;
  private static final long SEEK = WasiRights.FD_SEEK;
  private static final long ALL_OF_FILES = WasiRights.FILE;

  private static final int PATH = 4096;
  private static final int OUT = 8;

  @TempDir Path top;
  private final WasiGuest guest = new WasiGuest();
  private Path data;
  private FilesHandler files;

  @BeforeEach
  void open() throws IOException {
    assumeTrue(
        System.getProperty("os.name", "").toLowerCase(Locale.ROOT).equals("linux"),
        "there are files on Linux only");
    data = Files.createDirectory(top.resolve("data"));
    files =
        new FilesHandler(
            Interfaces.shipped(), top.resolve("own"), List.of(new GivenFolder("/data", data)));
    for (Definition.Message message : files.definition().messages()) {
      guest.world.on(
          "files." + message.name(),
          in -> {
            FakeCall call =
                FakeCall.of(FakeCall.PID, PROGRAM, files, message.name(), in.toArray(Value[]::new));
            files.handle(call);
            return call.value();
          });
    }
  }

  @AfterEach
  void close() {
    if (files != null) files.close();
  }

  private int path(String text) {
    Payload bytes = Payload.utf8(text);
    guest.memory.write(PATH, bytes);
    return bytes.length();
  }

  private int opening(int at, String path, int oflags, long rights, int fdflags) {
    return guest.call("path_open", at, 1, PATH, path(path), oflags, rights, rights, fdflags, OUT);
  }

  private int opened(int at, String path, int oflags, long rights, int fdflags) {
    assertThat(opening(at, path, oflags, rights, fdflags)).isZero();
    return guest.memory.i32(OUT);
  }

  private int write(int fd, String text) {
    guest.buffers(text);
    return guest.call("fd_write", fd, 1000, 1, OUT);
  }

  private String read(int fd, int most) {
    guest.buffer(3000, most);
    assertThat(guest.call("fd_read", fd, 1000, 1, OUT)).isZero();
    return guest.text(3000, guest.memory.i32(OUT));
  }

  private long seek(int fd, long offset, int whence) {
    assertThat(guest.call("fd_seek", fd, offset, whence, OUT)).isZero();
    return guest.memory.i64(OUT);
  }

  @Test
  void whatTheUserGaveIsPreopenedAndThenTheProgramsOwnFolder() {
    assertThat(guest.call("fd_prestat_get", 3, 100)).isZero();
    assertThat(guest.memory.i32(100)).isZero();
    assertThat(guest.memory.i32(104)).isEqualTo(5);
    assertThat(guest.call("fd_prestat_dir_name", 3, 200, 5)).isZero();
    assertThat(guest.text(200, 5)).isEqualTo("/data");
    assertThat(guest.call("fd_prestat_dir_name", 3, 200, 4)).isEqualTo(NAMETOOLONG);

    assertThat(guest.call("fd_prestat_dir_name", 4, 200, 1)).isZero();
    assertThat(guest.text(200, 1)).isEqualTo("/");
    assertThat(guest.call("fd_prestat_get", 5, 100)).isEqualTo(WasiGuest.BADF);
    // What is opened later is not preopened.
    int sub = opened(3, ".", FOLDER, 0, 0);
    assertThat(guest.call("fd_prestat_get", sub, 100)).isEqualTo(WasiGuest.BADF);
  }

  @Test
  void aProgramThatKnowsNoFilesGetsNoFolder() {
    assertThat(guest.call("sock_shutdown", 3, 1)).isEqualTo(WasiGuest.BADF);
    guest.buffers("x");
    assertThat(guest.call("fd_write", 1, 1000, 1, OUT)).isZero();

    assertThat(guest.world.sent).containsExactly("console.write");
    assertThat(top.resolve("own")).doesNotExist();
  }

  @Test
  void rightsThatTheFolderMayNotPassOnAreNotGiven() {
    int narrow =
        guest.call("path_open", 3, 0, PATH, path("."), FOLDER, WasiRights.FOLDER, READ, 0, OUT);
    assertThat(narrow).isZero();
    int folder = guest.memory.i32(OUT);

    assertThat(opening(folder, "file", CREATE, READ | WRITE, 0)).isEqualTo(NOTCAPABLE);
    assertThat(data.resolve("file")).doesNotExist();
    int file = opened(folder, "file", CREATE, READ, 0);
    assertThat(write(file, "x")).isEqualTo(NOTCAPABLE);
    assertThat(guest.call("fd_fdstat_get", file, 100)).isZero();
    assertThat(guest.memory.i64(108)).isEqualTo(READ);
  }

  /** As Go's os.Root opens its folders: to read them, and to pass everything on. */
  @Test
  void aFileIsEmptiedByWhoeverMayWriteItAlsoInAFolderThatWasOpenedToRead() throws IOException {
    Files.writeString(data.resolve("file"), "text");
    long rights = WasiRights.FOLDER & ~WasiRights.PATH_FILESTAT_SET_SIZE;
    long all = WasiRights.FILE | WasiRights.FOLDER;
    assertThat(guest.call("path_open", 3, 0, PATH, path("."), FOLDER, rights, all, 0, OUT))
        .isZero();
    int folder = guest.memory.i32(OUT);

    assertThat(opening(folder, "file", TRUNCATE, READ, 0)).isEqualTo(NOTCAPABLE);
    assertThat(Files.readString(data.resolve("file"))).isEqualTo("text");
    assertThat(opening(folder, "file", TRUNCATE, WRITE, 0)).isZero();
    assertThat(Files.readString(data.resolve("file"))).isEmpty();
  }

  @Test
  void rightsOnlyGetFewer() throws IOException {
    int file = opened(3, "file", CREATE, READ | WRITE | SEEK, 0);
    assertThat(write(file, "text")).isZero();

    assertThat(guest.call("fd_fdstat_set_rights", file, READ | SEEK, 0)).isZero();

    assertThat(write(file, "more")).isEqualTo(NOTCAPABLE);
    assertThat(guest.call("fd_fdstat_set_rights", file, READ | WRITE | SEEK, 0))
        .isEqualTo(NOTCAPABLE);
    assertThat(guest.call("fd_allocate", file, 0, 1)).isEqualTo(NOTCAPABLE);
    assertThat(guest.call("fd_filestat_set_size", file, 0)).isEqualTo(NOTCAPABLE);
    assertThat(Files.readString(data.resolve("file"))).isEqualTo("text");

    assertThat(guest.call("fd_fdstat_set_rights", 3, WasiRights.PATH_OPEN, ALL_OF_FILES)).isZero();
    assertThat(opening(3, "new", CREATE, READ, 0)).isEqualTo(NOTCAPABLE);
    assertThat(opening(3, "file", TRUNCATE, READ, 0)).isEqualTo(NOTCAPABLE);
    assertThat(guest.call("path_unlink_file", 3, PATH, path("file"))).isEqualTo(NOTCAPABLE);
    assertThat(opening(3, "file", 0, READ, 0)).isZero();
  }

  @Test
  void pathsThatLeadOutAreRefused() throws IOException {
    Files.writeString(top.resolve("secret"), "secret");
    Files.createSymbolicLink(data.resolve("out"), Path.of("../secret"));

    for (String path : List.of("../secret", "out", "/secret", top.resolve("secret").toString())) {
      assertThat(opening(3, path, 0, READ, 0)).as(path).isEqualTo(NOTCAPABLE);
      assertThat(guest.call("path_filestat_get", 3, 1, PATH, path(path), 100))
          .as(path)
          .isEqualTo(NOTCAPABLE);
    }
    assertThat(guest.call("path_symlink", PATH, path("/etc"), 3, PATH, 1)).isNotZero();
    byte[] noText = {(byte) 0xff, (byte) 0xfe};
    guest.memory.write(PATH, noText, 0, 2);
    assertThat(guest.call("path_unlink_file", 3, PATH, 2)).isEqualTo(25);
    assertThat(guest.call("path_unlink_file", 3, PATH, 5000)).isEqualTo(NAMETOOLONG);
  }

  @Test
  void theWaysToOpenDoWhatTheySay() throws IOException {
    Files.writeString(data.resolve("file"), "content");
    Files.createDirectory(data.resolve("sub"));

    assertThat(opening(3, "file", CREATE | EXCLUSIVE, WRITE, 0)).isEqualTo(EXIST);
    assertThat(opening(3, "file", FOLDER, READ, 0)).isEqualTo(NOTDIR);
    assertThat(opening(3, "sub", FOLDER, READ | WRITE, 0)).isEqualTo(ISDIR);
    assertThat(opening(3, "sub", 0, WRITE, 0)).isEqualTo(ISDIR);
    assertThat(opening(3, "file", 16, READ, 0)).isEqualTo(WasiGuest.INVAL);
    assertThat(opening(3, "file", 0, READ, 32)).isEqualTo(WasiGuest.INVAL);
    int truncated = opened(3, "file", TRUNCATE, READ | WRITE, 0);
    assertThat(read(truncated, 10)).isEmpty();
    assertThat(guest.call("path_open", truncated, 0, PATH, 1, 0, 0, 0, 0, OUT)).isEqualTo(NOTDIR);
  }

  @Test
  void appendingWritesAtTheEndWhereverItStands() throws IOException {
    int file = opened(3, "log", CREATE, ALL_OF_FILES, APPEND);
    assertThat(write(file, "one ")).isZero();
    seek(file, 0, 0);
    assertThat(write(file, "two ")).isZero();
    assertThat(seek(file, 0, 1)).isEqualTo(8);

    assertThat(guest.call("fd_fdstat_set_flags", file, 0)).isZero();
    seek(file, 0, 0);
    assertThat(write(file, "ONE")).isZero();

    assertThat(Files.readString(data.resolve("log"))).isEqualTo("ONE two ");
  }

  @Test
  void seekingKeepsToItsBounds() throws IOException {
    Files.writeString(data.resolve("file"), "0123456789");
    int file = opened(3, "file", 0, ALL_OF_FILES, 0);

    assertThat(seek(file, -3, 2)).isEqualTo(7);
    assertThat(read(file, 10)).isEqualTo("789");
    assertThat(guest.call("fd_tell", file, OUT)).isZero();
    assertThat(guest.memory.i64(OUT)).isEqualTo(10);
    assertThat(seek(file, 1000, 1)).isEqualTo(1010);
    assertThat(read(file, 10)).isEmpty();
    for (long bad : new long[] {-2000, Long.MAX_VALUE, Long.MIN_VALUE})
      assertThat(guest.call("fd_seek", file, bad, 1, OUT)).isEqualTo(WasiGuest.INVAL);
    assertThat(guest.call("fd_seek", file, 0, 3, OUT)).isEqualTo(WasiGuest.INVAL);
    assertThat(seek(file, 0, 1)).isEqualTo(1010);
  }

  @Test
  void readingAndWritingAtAPlaceMovesNothing() {
    int file = opened(3, "file", CREATE, ALL_OF_FILES, 0);
    guest.buffers("abc");
    assertThat(guest.call("fd_pwrite", file, 1000, 1, 5, OUT)).isZero();

    assertThat(read(file, 10)).isEqualTo("\0\0\0\0\0abc");
    guest.buffer(3000, 2);
    assertThat(guest.call("fd_pread", file, 1000, 1, 6, OUT)).isZero();
    assertThat(guest.text(3000, 2)).isEqualTo("bc");
    assertThat(guest.call("fd_pread", 3, 1000, 1, 0, OUT)).isEqualTo(ISDIR);
    assertThat(seek(file, 0, 1)).isEqualTo(8);
  }

  /** Reads a folder with a buffer that holds about two entries, as libraries do. */
  private List<String> names(int folder) {
    List<String> names = new ArrayList<>();
    long cookie = 0;
    while (true) {
      assertThat(guest.call("fd_readdir", folder, 3000, 64, cookie, OUT)).isZero();
      int used = guest.memory.i32(OUT);
      int at = 0;
      while (at + 24 <= used) {
        int length = guest.memory.i32(3000 + at + 16);
        if (at + 24 + length > used) break;
        names.add(guest.text(3000 + at + 24, length));
        cookie = guest.memory.i64(3000 + at);
        at += 24 + length;
      }
      if (used < 64) return names;
    }
  }

  @Test
  void aFolderIsReadPieceByPieceByItsCookies() throws IOException {
    List<String> expected = new ArrayList<>(List.of(".", ".."));
    for (int i = 0; i < 40; i++) {
      Files.writeString(data.resolve("f" + i), "");
      expected.add("f" + i);
    }

    assertThat(names(3)).containsExactlyInAnyOrderElementsOf(expected);
    assertThat(names(3)).hasSize(42);
    assertThat(guest.call("fd_readdir", 3, 3000, 64, -1, OUT)).isEqualTo(WasiGuest.INVAL);
    assertThat(guest.call("fd_readdir", opened(3, "f1", 0, READ, 0), 3000, 64, 0, OUT))
        .isEqualTo(NOTDIR);
  }

  /** The name that a list of a folder goes on with, and its cookie. */
  private record Next(String name, long cookie) {}

  private Next next(int folder, long cookie) {
    assertThat(guest.call("fd_readdir", folder, 3000, 300, cookie, OUT)).isZero();
    if (guest.memory.i32(OUT) == 0) return new Next("", -1);
    return new Next(guest.text(3024, guest.memory.i32(3016)), guest.memory.i64(3000));
  }

  @Test
  void aPlaceInAFolderIsANumberThatAProgramOf32BitsCanGoBackTo() throws IOException {
    for (int i = 0; i < 40; i++) Files.writeString(data.resolve("f" + i), "");
    List<Next> all = new ArrayList<>();
    for (Next one = next(3, 0); one.cookie() >= 0; one = next(3, one.cookie())) all.add(one);

    assertThat(all).hasSize(42).allMatch(one -> one.cookie() <= Integer.MAX_VALUE);
    for (int i = 41; i > 0; i--) assertThat(next(3, all.get(i - 1).cookie())).isEqualTo(all.get(i));
    for (int i = 1; i < 42; i++) assertThat(next(3, all.get(i - 1).cookie())).isEqualTo(all.get(i));
  }

  @Test
  void aPlaceInAFolderStaysWhenWhatWasReadIsRemoved() throws IOException {
    for (int i = 0; i < 40; i++) Files.writeString(data.resolve("f" + i), "");
    List<Next> all = new ArrayList<>();
    for (Next one = next(3, 0); one.cookie() >= 0; one = next(3, one.cookie())) all.add(one);

    for (Next one : all.subList(0, 20))
      if (!one.name().startsWith(".")) Files.delete(data.resolve(one.name()));

    assertThat(next(3, all.get(19).cookie())).isEqualTo(all.get(20));
    assertThat(next(3, 0).cookie()).isEqualTo(1);
  }

  @Test
  void aPlaceThatNobodyWasToldIsInvalid() {
    assertThat(guest.call("fd_readdir", 3, 3000, 64, 7, OUT)).isEqualTo(WasiGuest.INVAL);
  }

  @Test
  void closingAndRenumberingCloseTheFilesBehind() {
    int one = opened(3, "one", CREATE, ALL_OF_FILES, 0);
    int two = opened(3, "two", CREATE, ALL_OF_FILES, 0);
    assertThat(write(one, "one")).isZero();

    assertThat(guest.call("fd_renumber", one, two)).isZero();
    assertThat(guest.world.sent).containsOnlyOnce("files.close");
    assertThat(seek(two, 0, 0)).isZero();
    assertThat(read(two, 10)).isEqualTo("one");
    assertThat(guest.call("fd_renumber", two, two)).isZero();
    assertThat(guest.call("fd_close", two)).isZero();
    assertThat(guest.call("fd_close", two)).isEqualTo(WasiGuest.BADF);
    // The lowest number that is free is the next.
    assertThat(opened(3, "one", 0, READ, 0)).isEqualTo(one);
  }

  @Test
  void timesThatContradictThemselvesAreInvalid() {
    int file = opened(3, "file", CREATE, ALL_OF_FILES, 0);

    assertThat(guest.call("fd_filestat_set_times", file, 1, 2_000, 1 | 4)).isZero();
    assertThat(guest.call("fd_filestat_get", file, 200)).isZero();
    assertThat(guest.memory.u8(216)).isEqualTo(4);
    assertThat(guest.memory.i64(240)).isEqualTo(1);
    assertThat(guest.memory.i64(248)).isEqualTo(2_000);
    for (int flags : new int[] {1 | 2, 4 | 8, 16})
      assertThat(guest.call("fd_filestat_set_times", file, 1, 2, flags)).isEqualTo(WasiGuest.INVAL);
  }

  @Test
  void aFullFolderSaysSoAndTellsHowMuchWasWritten() {
    // 256 MiB and what names cost are more than this file may have.
    int file = opened(4, "file", CREATE, ALL_OF_FILES, 0);

    assertThat(guest.call("fd_filestat_set_size", file, 256L << 20)).isEqualTo(19);
    assertThat(guest.call("fd_filestat_set_size", file, (256L << 20) - 4096)).isZero();
    seek(file, 0, 2);
    assertThat(write(file, "x")).isEqualTo(19);
    assertThat(guest.call("path_create_directory", 4, PATH, path("sub"))).isEqualTo(19);
    seek(file, -1, 2);
    assertThat(write(file, "x")).isZero();
  }

  @Test
  void linksAreMadeReadAndCut() {
    int length = path("targetlink");
    assertThat(guest.call("path_symlink", PATH, 6, 3, PATH + 6, length - 6)).isZero();

    assertThat(guest.call("path_readlink", 3, PATH + 6, 4, 3000, 3, OUT)).isZero();
    assertThat(guest.memory.i32(OUT)).isEqualTo(3);
    assertThat(guest.text(3000, 3)).isEqualTo("tar");
    assertThat(new String(guest.memory.read(3003, 1), StandardCharsets.UTF_8)).isEqualTo("\0");
  }
}
