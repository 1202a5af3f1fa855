package cairn.kernel.engine;

import cairn.kernel.LoadFault;
import java.util.List;

/** A program ready to be instantiated, with the memory limit under which it was prepared. */
final class ProgramCode implements Engine.Code {
  private final Program program;
  private final long memoryLimit;

  ProgramCode(Program program, long memoryLimit) {
    this.program = program;
    this.memoryLimit = memoryLimit;
  }

  /** Whether new instances run compiled; for tests. */
  boolean isCompiled() {
    return program.isCompiled();
  }

  @Override
  public List<Engine.Import> imports() {
    return program.imports();
  }

  @Override
  public Engine.Instantiated instantiate(
      List<HostFunction> functions, MemoryLedger ledger, Alarms alarms) {
    return new Instances(program, memoryLimit, functions, ledger, alarms).first();
  }

  static Engine.Instantiated failed(String what) {
    return new Engine.Instantiated.Failed(new LoadFault.NotAProgram(what));
  }
}
