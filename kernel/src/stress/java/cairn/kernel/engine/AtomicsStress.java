package cairn.kernel.engine;

import static cairn.compiler.runtime.Atomics.i32_atomic_load;
import static cairn.compiler.runtime.Atomics.i32_atomic_load16_u;
import static cairn.compiler.runtime.Atomics.i32_atomic_load8_u;
import static cairn.compiler.runtime.Atomics.i32_atomic_rmw16_cmpxchg_u;
import static cairn.compiler.runtime.Atomics.i32_atomic_rmw8_add_u;
import static cairn.compiler.runtime.Atomics.i32_atomic_rmw_add;
import static cairn.compiler.runtime.Atomics.i32_atomic_store;
import static cairn.compiler.runtime.Atomics.i32_atomic_store16;
import static cairn.compiler.runtime.Atomics.i64_atomic_load;
import static cairn.compiler.runtime.Atomics.i64_atomic_store;
import static cairn.compiler.runtime.MemoryAccess.i32_load;
import static cairn.compiler.runtime.MemoryAccess.i32_store;
import static cairn.compiler.runtime.MemoryAccess.i32_store8;
import static cairn.kernel.engine.Places.MEMORY;
import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.II_Result;
import org.openjdk.jcstress.infra.results.I_Result;
import org.openjdk.jcstress.infra.results.J_Result;

/** The atomic instructions on a shared memory: the litmus tests of sequential consistency. */
public class AtomicsStress {
  /** Store buffering: i32.atomic.store, then i32.atomic.load of the other's. */
  @JCStressTest
  @Outcome(
      id = {"0, 1", "1, 0", "1, 1"},
      expect = ACCEPTABLE,
      desc = "in some order")
  @State
  public static class StoreBuffering {
    private final int at = Places.place();

    @Actor
    public void one(II_Result r) {
      i32_atomic_store(at, 1, 0, MEMORY);
      r.r1 = i32_atomic_load(at + 64, 0, MEMORY);
    }

    @Actor
    public void other(II_Result r) {
      i32_atomic_store(at + 64, 1, 0, MEMORY);
      r.r2 = i32_atomic_load(at, 0, MEMORY);
    }
  }

  /** The same with 64, 16 and 8 bits. */
  @JCStressTest
  @Outcome(
      id = {"0, 1", "1, 0", "1, 1"},
      expect = ACCEPTABLE,
      desc = "in some order")
  @State
  public static class StoreBufferingOfOtherWidths {
    private final int at = Places.place();

    @Actor
    public void one(II_Result r) {
      i64_atomic_store(at, 1, 0, MEMORY);
      r.r1 = i32_atomic_load16_u(at + 64, 0, MEMORY);
    }

    @Actor
    public void other(II_Result r) {
      i32_atomic_store16(at + 64, 1, 0, MEMORY);
      r.r2 = i32_atomic_load8_u(at, 0, MEMORY);
    }
  }

  /** Message passing: a plain store before an atomic one is seen by whoever has seen that. */
  @JCStressTest
  @Outcome(
      id = {"0, 0", "0, 1", "1, 1"},
      expect = ACCEPTABLE,
      desc = "in order")
  @State
  public static class MessagePassing {
    private final int at = Places.place();

    @Actor
    public void one() {
      i32_store(at + 64, 1, 0, MEMORY);
      i32_atomic_store(at, 1, 0, MEMORY);
    }

    @Actor
    public void other(II_Result r) {
      r.r1 = i32_atomic_load(at, 0, MEMORY);
      r.r2 = i32_load(at + 64, 0, MEMORY);
    }
  }

  /** i32.atomic.rmw.add: none is lost. */
  @JCStressTest
  @Outcome(id = "200", expect = ACCEPTABLE, desc = "all are counted")
  @State
  public static class Additions {
    private final int at = Places.place();

    @Actor
    public void one() {
      for (int i = 0; i < 100; i++) i32_atomic_rmw_add(at, 1, 0, MEMORY);
    }

    @Actor
    public void other() {
      for (int i = 0; i < 100; i++) i32_atomic_rmw_add(at, 1, 0, MEMORY);
    }

    @Arbiter
    public void sum(I_Result r) {
      r.r1 = i32_load(at, 0, MEMORY);
    }
  }

  /** Bytes of one word do not disturb each other. */
  @JCStressTest
  @Outcome(id = "25700", expect = ACCEPTABLE, desc = "100 in each")
  @State
  public static class NeighbouringBytes {
    private final int at = Places.place();

    @Actor
    public void one() {
      for (int i = 0; i < 100; i++) i32_atomic_rmw8_add_u(at, 1, 0, MEMORY);
    }

    @Actor
    public void other() {
      for (int i = 0; i < 100; i++) i32_atomic_rmw8_add_u(at + 1, 1, 0, MEMORY);
    }

    @Arbiter
    public void sum(I_Result r) {
      r.r1 = i32_load(at, 0, MEMORY);
    }
  }

  /** A plain store beside a byte that is changed atomically is not undone by it. */
  @JCStressTest
  @Outcome(id = "1898", expect = ACCEPTABLE, desc = "both are there")
  @State
  public static class APlainStoreBesideAnAtomicByte {
    private final int at = Places.place();

    @Actor
    public void one() {
      for (int i = 0; i < 100; i++) i32_atomic_rmw8_add_u(at, 1, 0, MEMORY);
      i32_atomic_rmw8_add_u(at, 6, 0, MEMORY);
    }

    @Actor
    public void other() {
      for (int i = 0; i <= 7; i++) i32_store8(at + 1, i, 0, MEMORY);
    }

    @Arbiter
    public void sum(I_Result r) {
      r.r1 = i32_load(at, 0, MEMORY);
    }
  }

  /** i32.atomic.rmw16.cmpxchg: one of two succeeds. */
  @JCStressTest
  @Outcome(
      id = {"0, 1", "2, 0"},
      expect = ACCEPTABLE,
      desc = "one of both")
  @State
  public static class OneExchangeSucceeds {
    private final int at = Places.place();

    @Actor
    public void one(II_Result r) {
      r.r1 = i32_atomic_rmw16_cmpxchg_u(at + 2, 0, 1, 0, MEMORY);
    }

    @Actor
    public void other(II_Result r) {
      r.r2 = i32_atomic_rmw16_cmpxchg_u(at + 2, 0, 2, 0, MEMORY);
    }
  }

  /** 64 bits are read whole. */
  @JCStressTest
  @Outcome(
      id = {"0", "-1"},
      expect = ACCEPTABLE,
      desc = "whole")
  @State
  public static class LongsAreWhole {
    private final int at = Places.place();

    @Actor
    public void one() {
      i64_atomic_store(at + 8, -1, 0, MEMORY);
    }

    @Actor
    public void other(J_Result r) {
      r.r1 = i64_atomic_load(at + 8, 0, MEMORY);
    }
  }
}
