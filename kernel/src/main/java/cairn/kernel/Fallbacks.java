package cairn.kernel;

import java.util.EnumMap;
import java.util.Map;

/**
 * What did not go the way it should on this machine, and went a slower or poorer one instead,
 * counted by kind. The first of each kind is logged as a warning, those after it only for
 * debugging: it is one fault, however often it shows. One for a kernel. Any thread.
 */
public final class Fallbacks {
  private static final System.Logger LOG = System.getLogger("cairn.kernel");

  /** The kinds. */
  public enum Kind {
    /** Guest threads are platform threads, because the JVM does not open its continuations. */
    PLATFORM_THREADS("guest threads are platform threads"),

    /** A memory was taken from the C heap, because the system did not map it. */
    MEMORY_NOT_MAPPED("a program's memory could not be mapped"),

    /** The JVM's frames of a guest took more of the thread's stack than they are counted as. */
    THREAD_STACK_EXHAUSTED("a program's calls took more stack than is counted for them");

    private final String words;

    Kind(String words) {
      this.words = words;
    }

    /** A clause for people. */
    public String words() {
      return words;
    }
  }

  private final Map<Kind, Long> counts = new EnumMap<>(Kind.class); // guarded by this

  /** None yet. */
  public Fallbacks() {}

  /** One more, and why. */
  public void count(Kind kind, String why) {
    long times;
    synchronized (this) {
      times = counts.merge(kind, 1L, Long::sum);
    }
    LOG.log(
        times == 1 ? System.Logger.Level.WARNING : System.Logger.Level.DEBUG,
        () -> kind.words() + ": " + why);
  }

  /** How many there were of each kind; kinds without any are left out. */
  public synchronized Map<Kind, Long> counts() {
    return new EnumMap<>(counts);
  }
}
