package cairn.kernel.engine;

import static cairn.kernel.engine.Places.ONE;
import static cairn.kernel.engine.Places.OTHER;
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
      ONE.atomicWriteInt(at, 1);
      r.r1 = ONE.atomicReadInt(at + 64);
    }

    @Actor
    public void other(II_Result r) {
      OTHER.atomicWriteInt(at + 64, 1);
      r.r2 = OTHER.atomicReadInt(at);
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
      ONE.atomicWriteLong(at, 1);
      r.r1 = ONE.atomicReadShort(at + 64);
    }

    @Actor
    public void other(II_Result r) {
      OTHER.atomicWriteShort(at + 64, (short) 1);
      r.r2 = OTHER.atomicReadByte(at);
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
      ONE.writeI32(at + 64, 1);
      ONE.atomicWriteInt(at, 1);
    }

    @Actor
    public void other(II_Result r) {
      r.r1 = OTHER.atomicReadInt(at);
      r.r2 = OTHER.readInt(at + 64);
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
      for (int i = 0; i < 100; i++) ONE.atomicAddInt(at, 1);
    }

    @Actor
    public void other() {
      for (int i = 0; i < 100; i++) OTHER.atomicAddInt(at, 1);
    }

    @Arbiter
    public void sum(I_Result r) {
      r.r1 = ONE.readInt(at);
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
      for (int i = 0; i < 100; i++) ONE.atomicAddByte(at, (byte) 1);
    }

    @Actor
    public void other() {
      for (int i = 0; i < 100; i++) OTHER.atomicAddByte(at + 1, (byte) 1);
    }

    @Arbiter
    public void sum(I_Result r) {
      r.r1 = ONE.readInt(at);
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
      for (int i = 0; i < 100; i++) ONE.atomicAddByte(at, (byte) 1);
      ONE.atomicAddByte(at, (byte) 6);
    }

    @Actor
    public void other() {
      for (int i = 0; i <= 7; i++) OTHER.writeByte(at + 1, (byte) i);
    }

    @Arbiter
    public void sum(I_Result r) {
      r.r1 = ONE.readInt(at);
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
      r.r1 = ONE.atomicCmpxchgShort(at + 2, (short) 0, (short) 1);
    }

    @Actor
    public void other(II_Result r) {
      r.r2 = OTHER.atomicCmpxchgShort(at + 2, (short) 0, (short) 2);
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
      ONE.atomicWriteLong(at + 8, -1);
    }

    @Actor
    public void other(J_Result r) {
      r.r1 = OTHER.atomicReadLong(at + 8);
    }
  }
}
