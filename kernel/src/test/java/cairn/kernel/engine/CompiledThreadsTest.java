package cairn.kernel.engine;

class CompiledThreadsTest extends ThreadedProgramsContract {
  @Override
  Engine engine() {
    return new ChicoryEngine(ChicoryEngine.Mode.COMPILED, null);
  }
}
