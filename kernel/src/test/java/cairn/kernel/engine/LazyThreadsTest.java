package cairn.kernel.engine;

class LazyThreadsTest extends ThreadedProgramsContract {
  @Override
  Engine engine() {
    return new LazyEngine();
  }
}
