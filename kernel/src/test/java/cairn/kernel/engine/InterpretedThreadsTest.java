package cairn.kernel.engine;

final class InterpretedThreadsTest extends ThreadedProgramsContract {
  @Override
  ChicoryEngine.Mode mode() {
    return ChicoryEngine.Mode.INTERPRETED;
  }
}
