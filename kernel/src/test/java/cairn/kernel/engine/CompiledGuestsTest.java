package cairn.kernel.engine;

class CompiledGuestsTest extends RunningGuestsContract {
  @Override
  ChicoryEngine.Mode mode() {
    return ChicoryEngine.Mode.COMPILED;
  }
}
