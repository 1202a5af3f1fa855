package cairn.bench;

/** Prints what must be so, a line each, and how many were. One thread. */
final class Checks {
  private int passed;
  private int failed;

  void that(String claim, boolean holds) {
    System.out.println((holds ? "ok      " : "FAILED  ") + claim);
    if (holds) passed++;
    else failed++;
  }

  /** That a figure is back where it was, or at most so much above. */
  void compare(String what, long before, long after, long slack) {
    that(what + ": " + before + " before, " + after + " after", after <= before + slack);
  }

  /** Prints the closing line; whether all held. */
  boolean close() {
    System.out.println(passed + " passed, " + failed + " failed");
    return failed == 0;
  }
}
