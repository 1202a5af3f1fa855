package cairn.kernel.host;

import static java.lang.foreign.ValueLayout.ADDRESS;

import cairn.registry.Payload;
import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The console of the command line: a process's input, output and errors are those of Cairn itself.
 *
 * <p>A stream that is a terminal gets filtered text; one that is a pipe or a file gets the
 * program's very bytes, and so does the program from standard input. Line editing and echo stay
 * with the host's terminal, so raw mode has no effect here. Standard input is read only when the
 * program asks for it, at most {@link ConsoleInput#CAPACITY} bytes at a time: what nobody asked for
 * is left for whoever runs next.
 *
 * <p>Streams are not closed. A failure is the program's to know: every read and every write that
 * fails is answered with why, and the next one is tried again.
 *
 * <p>What can be read or written without waiting is, on the thread that asks. Threads: {@code
 * stdin} waits for input, {@code stdout} writes both outputs; each exists once it is needed and
 * until {@link #ended}. They are platform threads, because the system's calls would hold the
 * carrier of a virtual one.
 */
public final class StandardStreams implements ConsoleDevice {
  private final StandardStream in;
  private final StandardStream out;
  private final StandardStream err;
  private final Streams streams;
  private final Size size;
  private final ConsoleInput input = new ConsoleInput();

  /** Permits: reads that the program waits for, at most one. */
  private final Semaphore wanted = new Semaphore(0);

  // Guarded by this.
  private State reader = State.NOT_STARTED;

  private final ThreadPoolExecutor writer;

  private enum State {
    NOT_STARTED,
    IDLE,
    READING,
    ENDED
  }

  /** Over these, which are not terminals. */
  StandardStreams(InputStream in, OutputStream out, OutputStream err) {
    this(
        new StandardStream.OfJdk(Kind.OTHER, in, OutputStream.nullOutputStream()),
        new StandardStream.OfJdk(Kind.OTHER, InputStream.nullInputStream(), out),
        new StandardStream.OfJdk(Kind.OTHER, InputStream.nullInputStream(), err));
  }

  StandardStreams(StandardStream in, StandardStream out, StandardStream err) {
    this.in = in;
    this.out = out;
    this.err = err;
    this.streams = new Streams(in.kind(), out.kind(), err.kind());
    this.size = out.kind() == Kind.TERMINAL ? terminalSize() : new Size(0, 0);
    this.writer =
        new ThreadPoolExecutor(
            1,
            1,
            1,
            TimeUnit.SECONDS,
            new LinkedBlockingQueue<>(),
            work -> Thread.ofPlatform().daemon().name("stdout").unstarted(work));
    writer.allowCoreThreadTimeOut(true);
    input.onDemand(this::demanded);
  }

  /**
   * Over the standard streams of this JVM. Looks whether they are terminals, and how large; may
   * take some milliseconds.
   *
   * @param closed those of 0, 1 and 2 that were not open when Cairn was started. The JVM cannot
   *     know: files that it opens take their numbers
   */
  public static StandardStreams ofThisProcess(Set<Integer> closed) {
    return new StandardStreams(stream(0, closed), stream(1, closed), stream(2, closed));
  }

  private static StandardStream stream(int number, Set<Integer> closed) {
    if (closed.contains(number)) return new StandardStream.Closed();
    if (hasDescriptors()) return new DescriptorStream(number);
    // Taken for terminals, so that what is printed is filtered.
    return new StandardStream.OfJdk(
        Kind.TERMINAL,
        new FileInputStream(FileDescriptor.in),
        new FileOutputStream(number == 2 ? FileDescriptor.err : FileDescriptor.out));
  }

  /**
   * Whether this is a system that {@link DescriptorStream} knows: a Linux or macOS of 64 bits. Not
   * asked there, since to ask that class is to look up calls that others lack.
   */
  static boolean hasDescriptors() {
    String system = System.getProperty("os.name", "").toLowerCase(Locale.ROOT);
    return (system.equals("linux") || system.startsWith("mac")) && ADDRESS.byteSize() == 8;
  }

  @Override
  public void write(boolean toErr, Payload bytes) throws StreamFault {
    (toErr ? err : out).write(bytes);
  }

  @Override
  public int writeNow(boolean toErr, Payload bytes) throws StreamFault {
    return (toErr ? err : out).writeNow(bytes);
  }

  @Override
  public boolean tellsFailures() {
    return true;
  }

  @Override
  public void show(Runnable batch) {
    writer.execute(batch);
  }

  @Override
  public ConsoleInput input() {
    return input;
  }

  @Override
  public Size size() {
    return size;
  }

  @Override
  public Streams streams() {
    return streams;
  }

  @Override
  public boolean editsLines() {
    return true;
  }

  @Override
  public void onResize(Runnable action) {
    // The size is asked for once: the JDK does not tell of its changes.
  }

  @Override
  public void ended() {
    // The handler has undone what the program did to the terminal.
    synchronized (this) {
      reader = State.ENDED;
    }
    wanted.release();
    writer.shutdown();
  }

  /** Called one at a time. What is there is read at once, else the reader waits for it. */
  private void demanded() {
    synchronized (this) {
      if (reader == State.READING || reader == State.ENDED) return;
    }
    int room = input.room();
    if (room == 0) return;
    try {
      Optional<Payload> now = in.readNow(room);
      if (now.isPresent()) {
        arrived(now.get());
        return;
      }
    } catch (StreamFault fault) {
      input.fail(fault.error());
      return;
    }
    boolean first;
    synchronized (this) {
      if (reader == State.ENDED) return;
      first = reader == State.NOT_STARTED;
      reader = State.READING;
    }
    wanted.release();
    if (first) Thread.ofPlatform().daemon().name("stdin").start(this::readOn);
  }

  private void readOn() {
    while (true) {
      wanted.acquireUninterruptibly();
      synchronized (this) {
        if (reader == State.ENDED) return;
      }
      readOnce();
    }
  }

  private void readOnce() {
    Payload bytes = Payload.EMPTY;
    @Nullable StreamFault fault = null;
    int room = input.room();
    try {
      if (room > 0) bytes = in.read(room);
    } catch (StreamFault failure) {
      fault = failure;
    }
    // Before the offer, which may lead to the next demand.
    synchronized (this) {
      if (reader == State.READING) reader = State.IDLE;
    }
    if (fault != null) input.fail(fault.error());
    else if (room > 0) arrived(bytes);
  }

  private void arrived(Payload bytes) {
    if (bytes.isEmpty()) input.end();
    else input.offer(bytes);
  }

  /** As {@code stty size} says; 80 by 24 when it does not. */
  private static Size terminalSize() {
    try {
      Process stty =
          new ProcessBuilder("stty", "size")
              .redirectInput(Path.of("/dev/tty").toFile())
              .redirectError(ProcessBuilder.Redirect.DISCARD)
              .start();
      if (stty.waitFor(1, TimeUnit.SECONDS) && stty.exitValue() == 0) {
        String text =
            new String(stty.getInputStream().readAllBytes(), StandardCharsets.US_ASCII).trim();
        String[] parts = text.split(" ");
        Size size = new Size(Integer.parseInt(parts[1]), Integer.parseInt(parts[0]));
        if (size.columns() > 0 && size.rows() > 0) return size;
      }
    } catch (IOException | IndexOutOfBoundsException | NumberFormatException noStty) {
      return new Size(80, 24);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    return new Size(80, 24);
  }
}
