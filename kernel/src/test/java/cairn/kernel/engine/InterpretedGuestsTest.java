package cairn.kernel.engine;

class InterpretedGuestsTest extends RunningGuestsContract {
  @Override
  ChicoryEngine.Mode mode() {
    return ChicoryEngine.Mode.INTERPRETED;
  }
}
