package cairn.kernel.engine;

final class CompiledThreadsTest extends ThreadedProgramsContract {
  @Override
  ChicoryEngine.Mode mode() {
    return ChicoryEngine.Mode.COMPILED;
  }
}
