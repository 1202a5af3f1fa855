package cairn.kernel.engine;

import cairn.compiler.CompilationQueue;
import cairn.kernel.Fallbacks;
import cairn.registry.Payload;
import java.util.List;
import java.util.Optional;

/** A loaded program with the memory limit of one process. A use of the program until closed. */
final class LazyCode implements Engine.Code {
  private final Programs.Use<LoadedModule> use;
  private final long memoryLimit;
  private final CompilationQueue compilers;
  private final Fallbacks fallbacks;

  LazyCode(
      Programs.Use<LoadedModule> use,
      long memoryLimit,
      CompilationQueue compilers,
      Fallbacks fallbacks) {
    this.use = use;
    this.memoryLimit = memoryLimit;
    this.compilers = compilers;
    this.fallbacks = fallbacks;
  }

  @Override
  public List<Engine.Import> imports() {
    return use.program().imports();
  }

  @Override
  public Optional<Payload> module() {
    return Optional.of(Payload.owning(use.program().module().bytes()));
  }

  @Override
  public Engine.Instantiated instantiate(
      List<HostFunction> functions, MemoryLedger ledger, Alarms alarms) {
    return new LazyInstances(use, memoryLimit, functions, ledger, alarms, compilers, fallbacks)
        .first();
  }

  @Override
  public void close() {
    use.close();
  }
}
