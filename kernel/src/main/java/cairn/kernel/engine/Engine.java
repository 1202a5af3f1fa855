package cairn.kernel.engine;

import cairn.kernel.Fallbacks;
import cairn.kernel.LoadFault;
import cairn.kernel.ProgramId;
import cairn.kernel.TrapKind;
import cairn.registry.Payload;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/**
 * Makes modules runnable. Safe for any thread; {@link #prepare} may take long and never runs on a
 * carrier or the JavaFX thread.
 */
public interface Engine extends AutoCloseable {
  /**
   * Reads and validates the sections of a module, or finds a program that is known. Never throws,
   * whatever the bytes.
   */
  Prepared prepare(ProgramId id, Payload module, long memoryLimit, Preparation by);

  /**
   * What a preparation may use, and how long it is wanted.
   *
   * @param programs is charged the heap that the program takes, once for all that use it, until the
   *     last of them has closed its {@link Code}
   * @param unwanted whether nobody waits for it any more; asked often
   * @param repeatable whether its run is recorded or replayed, and must compute the same
   *     everywhere: every NaN that arithmetic makes is the canonical one
   */
  record Preparation(Budget programs, BooleanSupplier unwanted, boolean repeatable) {
    /** For a run of its own. */
    public Preparation(Budget programs, BooleanSupplier unwanted) {
      this(programs, unwanted, false);
    }

    /** For whom is always there, and has a budget of its own. */
    public static Preparation of(long bytes) {
      return new Preparation(Budget.of(bytes), () -> false);
    }
  }

  /** Name and version, for people. */
  String name();

  /** What this engine had to do in a lesser way. */
  Fallbacks fallbacks();

  @Override
  void close();

  /** What came of it. */
  sealed interface Prepared {
    /** It can be instantiated. */
    record Ready(Code code) implements Prepared {}

    /** It cannot. */
    record Refused(LoadFault why) implements Prepared {}

    /** It was given up, because nobody waits for it. */
    record Unwanted() implements Prepared {}
  }

  /** A module that passed: safe for any thread. To be closed, unless a guest came of it. */
  interface Code extends AutoCloseable {
    /** What it imports. */
    List<Import> imports();

    /**
     * Makes one instance. All of the module's imports must be among {@code functions}, with the
     * same types; otherwise Failed(UnknownImport); a shared memory may be imported too. Asks the
     * ledger for its first memory. {@code alarms} end waits of its threads whose time is up.
     */
    Instantiated instantiate(List<HostFunction> functions, MemoryLedger ledger, Alarms alarms);

    /** The module's bytes as the engine keeps them; empty: it does not. */
    default Optional<Payload> module() {
      return Optional.empty();
    }

    /** It is not needed any more; the release of its guest does the same. Idempotent. */
    @Override
    default void close() {}
  }

  /** An import of a module. {@code kind}: "func", "memory", "table", "global". */
  record Import(String module, String name, String kind) {}

  /** What came of an instantiation. */
  sealed interface Instantiated {
    /** It can run. */
    record Ok(Guest guest) implements Instantiated {}

    /** It cannot. */
    record Failed(LoadFault why) implements Instantiated {}
  }

  /**
   * One instance. {@link #run} once, on a guest thread; {@link #release} after it is over, from any
   * thread.
   */
  interface Guest {
    /**
     * Runs the start function and {@code _start}, or what a thread begins with, to the end. Throws
     * GuestKilled when the thread is killed, nothing else.
     */
    Outcome run();

    /** Its memory. */
    GuestMemory memory();

    /** The raw values of its globals, in order; after its run. */
    default long[] globals() {
      return new long[0];
    }

    /** Bytes of all its memories and tables now, but for those of its threads; any thread. */
    long memoryBytes();

    /**
     * Gives its memory back to the ledger. Idempotent. With threads: after the last of them is over
     * and released, for they share this one's memory.
     */
    void release();

    /**
     * Makes another instance of the program on the same memory, for another guest thread. Globals
     * and tables are its own and fresh. Takes about as long as instantiating; any thread that may
     * do that. Asked of the instance that runs {@code _start}.
     */
    Sibling thread(ThreadStart begin);

    /** Who waits for whom in its memory; empty if that is not shared. */
    Optional<WaitQueues> waits();

    /**
     * The guest functions of a put-down stack of the thread that runs this, innermost first, by
     * name. {@code frames}: what {@link cairn.kernel.schedule.GuestThread#stack} says.
     */
    List<String> functions(List<String> frames);
  }

  /** What a further thread of a program begins with. */
  sealed interface ThreadStart {
    /** The export {@code wasi_thread_start}, called with these. */
    record Wasi(int tid, int argument) implements ThreadStart {}

    /** The function at this index of the first table, called with this. */
    record OfTable(int index, int argument) implements ThreadStart {}
  }

  /** What came of making a thread's instance. */
  sealed interface Sibling {
    /** It can run. */
    record Ok(Guest guest) implements Sibling {}

    /** The program's memory is not shared. */
    record NotShared() implements Sibling {}

    /** There is no such function, or it has other parameters. */
    record NoFunction() implements Sibling {}

    /** Its tables are more than the process may have. */
    record NoMemory() implements Sibling {}
  }

  /** How a run ended. */
  sealed interface Outcome {
    /** {@code _start} returned, or it asked to end. */
    record Exited(int code) implements Outcome {}

    /** What a further thread began with returned. */
    record Returned() implements Outcome {}

    /**
     * Trapped. {@code stack}: guest functions, innermost first, with names from the name section
     * where there are any.
     */
    record Trapped(TrapKind kind, String reason, List<String> stack) implements Outcome {
      /** By what the program did. */
      public Trapped(String reason, List<String> stack) {
        this(TrapKind.PROGRAM, reason, stack);
      }
    }
  }
}
