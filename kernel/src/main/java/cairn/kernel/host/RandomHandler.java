package cairn.kernel.host;

import cairn.kernel.NativeCall;
import cairn.kernel.NativeHandler;
import cairn.kernel.Pid;
import cairn.registry.Definition;
import cairn.registry.Interfaces;
import cairn.registry.Payload;
import cairn.registry.Value;
import java.io.EOFException;
import java.io.FileInputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.security.SecureRandom;

/**
 * Answers {@code random} with what the operating system gives, which never waits for entropy.
 *
 * <p>On Unix the bytes are read from {@code /dev/urandom}, as many carriers at once as there are,
 * and the kernel makes them. The JDK's own generator mixes them with a SHA-1 of its own under one
 * lock for all: 64 KiB take it 1.2 ms when it is compiled and 40 ms before, in which nobody else
 * has random numbers and no carrier that wants some can do anything else. It is used where there is
 * no such device.
 */
public final class RandomHandler implements NativeHandler {
  private static final System.Logger LOG = System.getLogger("cairn.kernel.host");

  private final Definition definition;
  private final Source source;

  /** Where the bytes come from. Any thread, several at once. */
  interface Source extends AutoCloseable {
    void fill(byte[] bytes) throws IOException;

    @Override
    default void close() throws IOException {}

    /** That of the system, by this device if it is there. */
    static Source of(Path device) {
      try {
        return new Device(new FileInputStream(device.toFile()));
      } catch (IOException e) {
        return new SecureRandom()::nextBytes;
      }
    }
  }

  private record Device(FileInputStream stream) implements Source {
    @Override
    public void fill(byte[] bytes) throws IOException {
      for (int done = 0; done < bytes.length; ) {
        int more = stream.read(bytes, done, bytes.length - done);
        if (more < 0) throw new EOFException("the system has no random bytes");
        done += more;
      }
    }

    @Override
    public void close() throws IOException {
      stream.close();
    }
  }

  /** With the system's generator. */
  public RandomHandler(Interfaces interfaces) {
    this(interfaces, Source.of(Path.of("/dev/urandom")));
  }

  RandomHandler(Interfaces interfaces, Source source) {
    this.definition = interfaces.shipped("random").definition();
    this.source = source;
  }

  @Override
  public Definition definition() {
    return definition;
  }

  @Override
  public void handle(NativeCall call) {
    int count = (int) ((Value.Unsigned) call.arguments().get(0)).value();
    byte[] bytes = new byte[count];
    try {
      source.fill(bytes);
    } catch (IOException e) {
      LOG.log(System.Logger.Level.WARNING, () -> "the system gives no random bytes: " + e);
      call.fail();
      return;
    }
    call.answer(Value.bytes(Payload.owning(bytes)));
  }

  @Override
  public void ended(Pid pid) {
    // Nothing is kept for a process.
  }

  @Override
  public void close() {
    try {
      source.close();
    } catch (IOException e) {
      LOG.log(System.Logger.Level.DEBUG, "the random device did not close", e);
    }
  }
}
