package cairn.kernel.host;

import cairn.registry.Payload;
import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * The console of the command line: a process's input, output and errors are those of Cairn itself.
 *
 * <p>A stream that is a terminal gets filtered text; one that is a pipe or a file gets the
 * program's very bytes, and so does the program from standard input. Line editing and echo stay
 * with the host's terminal, so raw mode has no effect here. Standard input is read only when the
 * program asks for it, at most {@value #PIECE} bytes at a time, by a daemon thread: what nobody
 * asked for is left for whoever runs next.
 *
 * <p>Streams are not closed. A failing output is told once, as a pipe's signal would, and takes
 * nothing more.
 */
public final class StandardStreams implements ConsoleDevice {
  private static final int PIECE = 8 << 10;

  private final InputStream in;
  private final OutputStream out;
  private final OutputStream err;
  private final boolean outIsTerminal;
  private final boolean errIsTerminal;
  private final Size size;
  private final Runnable outputFailed;
  private final ConsoleInput input = new ConsoleInput();
  private final AtomicBoolean reading = new AtomicBoolean();
  private final AtomicBoolean broken = new AtomicBoolean();

  /**
   * Over these streams.
   *
   * @param size of the terminal, 0 by 0 when there is none
   * @param outputFailed runs once, when output cannot be written any more: its reader is gone
   */
  public StandardStreams(
      InputStream in,
      OutputStream out,
      OutputStream err,
      boolean outIsTerminal,
      boolean errIsTerminal,
      Size size,
      Runnable outputFailed) {
    this.in = in;
    this.out = out;
    this.err = err;
    this.outIsTerminal = outIsTerminal;
    this.errIsTerminal = errIsTerminal;
    this.size = size;
    this.outputFailed = outputFailed;
    input.onDemand(this::read);
  }

  /**
   * Over the standard streams of this JVM. Looks whether they are terminals, and how large; may
   * take some milliseconds.
   */
  public static StandardStreams ofThisProcess(Runnable outputFailed) {
    boolean out = isTerminal(1);
    return new StandardStreams(
        new FileInputStream(FileDescriptor.in),
        new FileOutputStream(FileDescriptor.out),
        new FileOutputStream(FileDescriptor.err),
        out,
        isTerminal(2),
        out ? terminalSize() : new Size(0, 0),
        outputFailed);
  }

  @Override
  public void write(boolean toErr, Payload bytes) {
    if (broken.get()) return;
    OutputStream stream = toErr ? err : out;
    try {
      stream.write(bytes.toByteArray());
      stream.flush();
    } catch (IOException gone) {
      if (broken.compareAndSet(false, true)) outputFailed.run();
    }
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
  public boolean isTerminal(boolean toErr) {
    return toErr ? errIsTerminal : outIsTerminal;
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
  }

  private void read() {
    if (!reading.compareAndSet(false, true)) return;
    // A platform thread: a read of standard input cannot be unblocked and would hold a carrier.
    Thread.ofPlatform().daemon().name("stdin").start(this::readOnce);
  }

  private void readOnce() {
    byte[] buffer = new byte[PIECE];
    int length;
    try {
      length = in.read(buffer);
    } catch (IOException gone) {
      length = -1;
    }
    // Before the offer, which may lead to the next demand.
    reading.set(false);
    if (length < 0) input.end();
    else input.offer(Payload.copyOf(buffer, 0, length));
  }

  /**
   * Whether a descriptor is a terminal: a character device that is not the null device. The JDK
   * itself only knows about input and output together. Where there are no Unix attributes it is
   * taken for one, and filtered.
   */
  private static boolean isTerminal(int descriptor) {
    try {
      Path path = Path.of("/dev/fd/" + descriptor);
      int mode = (Integer) Files.getAttribute(path, "unix:mode");
      boolean isCharacterDevice = (mode & 0xf000) == 0x2000;
      return isCharacterDevice
          && !Files.getAttribute(path, "unix:rdev")
              .equals(Files.getAttribute(Path.of("/dev/null"), "unix:rdev"));
    } catch (IOException | RuntimeException noUnix) {
      return true;
    }
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
