package cairn.kernel.process;

/** placeholder, owned by the schedulers' author. */
final class GuestThreads {
  private GuestThreads() {}

  static GuestThread current() {
    throw new UnsupportedOperationException();
  }

  static void enterHost() {
    throw new UnsupportedOperationException();
  }

  static void leaveHost() {
    throw new UnsupportedOperationException();
  }
}
