package cairn.kernel.host;

import cairn.registry.Payload;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Optional;

/** One of the three streams that a process of the host has from its start. Calls may block. */
interface StandardStream {
  /** What it is. */
  ConsoleDevice.Kind kind();

  /** Waits for bytes and reads at most this many, at least 1; none: the end. */
  Payload read(int most) throws StreamFault;

  /** Writes all of them. */
  void write(Payload bytes) throws StreamFault;

  /**
   * Reads what is there, without waiting.
   *
   * @return empty: there is nothing yet, or it cannot be known
   */
  default Optional<Payload> readNow(int most) throws StreamFault {
    return Optional.empty();
  }

  /** Writes what there is room for, without waiting; how many bytes. */
  default int writeNow(Payload bytes) throws StreamFault {
    return 0;
  }

  /** One that is not open. */
  record Closed() implements StandardStream {
    @Override
    public ConsoleDevice.Kind kind() {
      return ConsoleDevice.Kind.CLOSED;
    }

    @Override
    public Payload read(int most) throws StreamFault {
      throw new StreamFault(StreamError.NOT_OPEN);
    }

    @Override
    public void write(Payload bytes) throws StreamFault {
      throw new StreamFault(StreamError.NOT_OPEN);
    }
  }

  /** One of the JDK, which does not say why something failed. */
  record OfJdk(ConsoleDevice.Kind kind, InputStream in, OutputStream out)
      implements StandardStream {
    @Override
    public Payload read(int most) throws StreamFault {
      byte[] buffer = new byte[most];
      try {
        int length = in.read(buffer);
        return length <= 0 ? Payload.EMPTY : Payload.copyOf(buffer, 0, length);
      } catch (IOException failure) {
        throw new StreamFault(StreamError.FAILED);
      }
    }

    @Override
    public void write(Payload bytes) throws StreamFault {
      try {
        out.write(bytes.toByteArray());
        out.flush();
      } catch (IOException failure) {
        throw new StreamFault(StreamError.FAILED);
      }
    }
  }
}
