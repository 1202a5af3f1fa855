package cairn.kernel.engine;

class LazyGuestsTest extends RunningGuestsContract {
  @Override
  Engine engine() {
    return new LazyEngine();
  }

  @Override
  boolean interprets() {
    return false;
  }
}
