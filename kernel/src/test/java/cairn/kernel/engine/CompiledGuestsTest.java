package cairn.kernel.engine;

class CompiledGuestsTest extends RunningGuestsContract {
  @Override
  Engine engine() {
    return new ChicoryEngine(ChicoryEngine.Mode.COMPILED, null);
  }

  @Override
  boolean interprets() {
    return false;
  }
}
