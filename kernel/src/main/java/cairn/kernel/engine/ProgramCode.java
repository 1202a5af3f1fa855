package cairn.kernel.engine;

import cairn.kernel.LoadFault;
import java.util.List;
import java.util.Optional;

/**
 * A program ready to be instantiated, with the memory limit under which it was prepared. A use of
 * the program until it is closed.
 */
final class ProgramCode implements Engine.Code {
  private final Programs.Use<Program> use;
  private final Program program;
  private final long memoryLimit;

  /** As which all instances run; empty: each as the program is when it is made. */
  private final Optional<Engine.Form> pinned;

  ProgramCode(Programs.Use<Program> use, long memoryLimit, Optional<Engine.Form> pinned) {
    this.use = use;
    this.program = use.program();
    this.memoryLimit = memoryLimit;
    this.pinned = pinned;
  }

  @Override
  public Engine.Form form() {
    return pinned.orElse(program.isCompiled() ? Engine.Form.COMPILED : Engine.Form.INTERPRETED);
  }

  @Override
  public List<Engine.Import> imports() {
    return program.imports();
  }

  @Override
  public Engine.Instantiated instantiate(
      List<HostFunction> functions, MemoryLedger ledger, Alarms alarms) {
    return new Instances(program, form(), memoryLimit, functions, ledger, alarms, use).first();
  }

  @Override
  public void close() {
    use.close();
  }

  static Engine.Instantiated failed(String what) {
    return new Engine.Instantiated.Failed(new LoadFault.NotAProgram(what));
  }
}
