package cairn.kernel.abi;

/** The error numbers of WASI preview 1 that Cairn answers (witx: errno). */
enum WasiErrno {
  SUCCESS(0),
  AGAIN(6),
  BADF(8),
  INVAL(28),
  IO(29),
  NOSYS(52),
  NOTDIR(54),
  NOTSUP(58),
  SPIPE(70);

  private final int number;

  WasiErrno(int number) {
    this.number = number;
  }

  int number() {
    return number;
  }
}
