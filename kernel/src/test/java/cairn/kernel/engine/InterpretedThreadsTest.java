package cairn.kernel.engine;

class InterpretedThreadsTest extends ThreadedProgramsContract {
  @Override
  Engine engine() {
    return new ChicoryEngine(ChicoryEngine.Mode.INTERPRETED, null);
  }
}
