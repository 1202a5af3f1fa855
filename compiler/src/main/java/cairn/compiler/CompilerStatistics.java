package cairn.compiler;

import java.util.concurrent.atomic.LongAdder;

/** What was compiled of a module so far. Any thread. */
public final class CompilerStatistics {
  private final LongAdder functions = new LongAdder();
  private final LongAdder wasmBytes = new LongAdder();
  private final LongAdder classBytes = new LongAdder();
  private final LongAdder nanoseconds = new LongAdder();
  private final LongAdder divided = new LongAdder();
  private final LongAdder parts = new LongAdder();

  CompilerStatistics() {}

  void compiled(int wasm, int generated, long time) {
    functions.increment();
    wasmBytes.add(wasm);
    classBytes.add(generated);
    nanoseconds.add(time);
  }

  void divided(int into) {
    divided.increment();
    parts.add(into);
  }

  /** The functions compiled, imported ones not counted. */
  public long functions() {
    return functions.sum();
  }

  /** The bytes of their bodies. */
  public long wasmBytes() {
    return wasmBytes.sum();
  }

  /** The bytes of their classes, those of parts not counted. */
  public long classBytes() {
    return classBytes.sum();
  }

  /** The time it took, without what the JVM needs to define the classes. */
  public long nanoseconds() {
    return nanoseconds.sum();
  }

  /** The functions that were divided into parts. */
  public long dividedFunctions() {
    return divided.sum();
  }

  /** Their parts. */
  public long parts() {
    return parts.sum();
  }
}
