package cairn.kernel.abi;

import java.util.Map;
import java.util.Optional;

/** The error numbers of WASI preview 1 that Cairn answers (witx: errno). */
enum WasiErrno {
  SUCCESS(0),
  ACCES(2),
  ADDRINUSE(3),
  AGAIN(6),
  BADF(8),
  BUSY(10),
  CONNRESET(15),
  DQUOT(19),
  EXIST(20),
  FBIG(22),
  ILSEQ(25),
  INVAL(28),
  IO(29),
  ISDIR(31),
  LOOP(32),
  MFILE(33),
  MLINK(34),
  NAMETOOLONG(37),
  NOENT(44),
  NOSPC(51),
  NOSYS(52),
  NOTCONN(53),
  NOTDIR(54),
  NOTEMPTY(55),
  NOTSOCK(57),
  NOTSUP(58),
  PERM(63),
  PIPE(64),
  ROFS(69),
  SPIPE(70),
  XDEV(75),
  NOTCAPABLE(76);

  /** By the case of {@code files.error}. */
  private static final Map<String, WasiErrno> OF_FILES =
      Map.ofEntries(
          Map.entry("permission-denied", ACCES),
          Map.entry("not-permitted", PERM),
          Map.entry("invalid-handle", BADF),
          Map.entry("outside", NOTCAPABLE),
          Map.entry("not-found", NOENT),
          Map.entry("exists", EXIST),
          Map.entry("not-a-folder", NOTDIR),
          Map.entry("is-a-folder", ISDIR),
          Map.entry("not-empty", NOTEMPTY),
          Map.entry("link", LOOP),
          Map.entry("invalid", INVAL),
          Map.entry("name-too-long", NAMETOOLONG),
          Map.entry("too-large", FBIG),
          Map.entry("quota-reached", DQUOT),
          Map.entry("disk-full", NOSPC),
          Map.entry("too-many", MFILE),
          Map.entry("too-many-names", MLINK),
          Map.entry("read-only", ROFS),
          Map.entry("busy", BUSY),
          Map.entry("other-device", XDEV),
          Map.entry("not-supported", NOTSUP),
          Map.entry("failed", IO));

  /** By the case of {@code console.error}. */
  private static final Map<String, WasiErrno> OF_CONSOLE =
      Map.of(
          "not-open", BADF,
          "broken-pipe", PIPE,
          "is-a-folder", ISDIR,
          "disk-full", NOSPC,
          "quota-reached", DQUOT,
          "too-large", FBIG);

  /** By the case of {@code tcp.socket-error} and {@code tcp.open-error}. */
  private static final Map<String, WasiErrno> OF_TCP =
      Map.of(
          "invalid-socket", BADF,
          "reset", CONNRESET,
          "shut-down", PIPE,
          "permission-denied", ACCES,
          "address-in-use", ADDRINUSE,
          "too-many", MFILE);

  private final int number;

  WasiErrno(int number) {
    this.number = number;
  }

  int number() {
    return number;
  }

  static WasiErrno ofFiles(String error) {
    return Optional.ofNullable(OF_FILES.get(error)).orElse(IO);
  }

  static WasiErrno ofConsole(String error) {
    return Optional.ofNullable(OF_CONSOLE.get(error)).orElse(IO);
  }

  static WasiErrno ofTcp(String error) {
    return Optional.ofNullable(OF_TCP.get(error)).orElse(IO);
  }
}
