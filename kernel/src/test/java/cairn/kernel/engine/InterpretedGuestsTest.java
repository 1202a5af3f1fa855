package cairn.kernel.engine;

class InterpretedGuestsTest extends RunningGuestsContract {
  @Override
  Engine engine() {
    return new ChicoryEngine(ChicoryEngine.Mode.INTERPRETED, null);
  }

  @Override
  boolean interprets() {
    return true;
  }
}
