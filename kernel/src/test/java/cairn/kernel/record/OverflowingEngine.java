package cairn.kernel.record;

import cairn.kernel.Fallbacks;
import cairn.kernel.ProgramId;
import cairn.kernel.TrapKind;
import cairn.kernel.engine.Alarms;
import cairn.kernel.engine.Engine;
import cairn.kernel.engine.HostFunction;
import cairn.kernel.engine.LazyEngine;
import cairn.kernel.engine.MemoryLedger;
import cairn.registry.Payload;
import java.lang.reflect.Proxy;
import java.util.List;
import java.util.Optional;

/**
 * The engine, but for its guests, which run to their end and then say that they ended where the
 * stack of their thread does: that depends on what the JVM makes of frames, and no program does it
 * for certain.
 */
final class OverflowingEngine implements Engine {
  private final Engine engine = new LazyEngine();

  @Override
  public Prepared prepare(ProgramId id, Payload module, long memoryLimit, Preparation by) {
    return overflowing(engine.prepare(id, module, memoryLimit, by));
  }

  @Override
  public String name() {
    return engine.name();
  }

  @Override
  public Fallbacks fallbacks() {
    return engine.fallbacks();
  }

  private static Prepared overflowing(Prepared prepared) {
    return prepared instanceof Prepared.Ready(var code)
        ? new Prepared.Ready(new OverflowingCode(code))
        : prepared;
  }

  @Override
  public void close() {
    engine.close();
  }

  private record OverflowingCode(Code code) implements Code {
    @Override
    public List<Import> imports() {
      return code.imports();
    }

    @Override
    public Instantiated instantiate(
        List<HostFunction> functions, MemoryLedger ledger, Alarms alarms) {
      var made = code.instantiate(functions, ledger, alarms);
      return made instanceof Instantiated.Ok(var guest)
          ? new Instantiated.Ok(overflowing(guest))
          : made;
    }

    private static Guest overflowing(Guest guest) {
      return (Guest)
          Proxy.newProxyInstance(
              Guest.class.getClassLoader(),
              new Class<?>[] {Guest.class},
              (proxy, method, arguments) -> {
                var result = method.invoke(guest, arguments);
                return method.getName().equals("run")
                    ? new Outcome.Trapped(
                        TrapKind.THREAD_STACK_EXHAUSTED, "in whatever words", List.of())
                    : result;
              });
    }

    @Override
    public Optional<Payload> module() {
      return code.module();
    }

    @Override
    public void close() {
      code.close();
    }
  }
}
