package cairn.kernel.record;

import cairn.kernel.Limits;
import cairn.registry.Payload;
import cairn.registry.Sha256;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.util.zip.CRC32C;

/**
 * Reads a log from the front, one record at a time, and believes none that its checksum, its order
 * or its content speak against. Hostile bytes end here: nothing is thrown but IOException, and no
 * more is allocated than bytes came. Used by one thread.
 */
final class LogReader {
  /** A body of 16 MiB and what stands around it. */
  static final int MAX_RECORD = 17 << 20;

  /** As many bytes as any program may have. */
  private static final int MAX_MODULE = Limits.DEFAULT.module();

  private static final int PIECE = 64 << 10;

  private final InputStream in;
  private final CRC32C running = new CRC32C();
  private final MessageDigest whole = Sha256.newDigest();

  /** Where the next byte stands. */
  private long at;

  /** Where the last whole record ends. */
  private long wholeUntil;

  /** Bytes of the module that are still to come; -1 before the header. */
  private long moduleLeft = -1;

  private boolean begun;
  private boolean interrupted;
  private boolean ended;

  LogReader(InputStream in) {
    this.in = in;
  }

  /** What comes next. */
  sealed interface Step {
    /** A record. */
    record Read(Entry entry) implements Step {}

    /** Nothing: the log is over, after its last record. */
    record Over() implements Step {}

    /** Nothing, and there should be: the log is whole until here. */
    record Cut(long at) implements Step {}

    /** What must not be. */
    record Bad(LogFault why) implements Step {}
  }

  Step next() throws IOException {
    try {
      if (!begun) begin();
      if (ended)
        return in.read() < 0 ? new Step.Over() : damaged("something follows the last record");
      Sha256 before = soFar();
      byte[] length = framed(4);
      int size = ByteBuffer.wrap(length).getInt();
      if (size < 1 || size > MAX_RECORD) return damaged("a record has an impossible length");
      var entry = WireReader.decode(Payload.owning(framed(size)));
      check(entry, before);
      wholeUntil = at;
      return new Step.Read(entry);
    } catch (Short cut) {
      return begun ? new Step.Cut(wholeUntil) : new Step.Bad(new LogFault.NoProgram());
    } catch (Stop stop) {
      return new Step.Bad(stop.why);
    } catch (WireReader.Malformed e) {
      return damaged(String.valueOf(e.getMessage()));
    }
  }

  private void begin() throws IOException, Short, Stop {
    // A file that is no log is to be told apart from one that is cut in its first bytes.
    byte[] magic = new byte[8];
    int got = in.readNBytes(magic, 0, 8);
    for (int i = 0; i < got; i++)
      if (magic[i] != (byte) (LogWriter.MAGIC >>> (56 - 8 * i)))
        throw new Stop(new LogFault.NotALog());
    if (got == 0) throw new Stop(new LogFault.NotALog());
    if (got < 8) throw new Short();
    seen(magic);
    byte[] version = raw(4);
    int number = ByteBuffer.wrap(version).getInt();
    if (number != LogWriter.VERSION) throw new Stop(new LogFault.OtherVersion(number));
    running.update(magic);
    running.update(version);
    begun = true;
    wholeUntil = at;
  }

  /** Each record is where it may be. */
  private void check(Entry entry, Sha256 before) throws Stop {
    switch (entry) {
      case Entry.Header(var header) -> {
        if (moduleLeft >= 0) throw stop("there is a second beginning");
        if (header.moduleBytes() < 1 || header.moduleBytes() > MAX_MODULE)
          throw stop("its program has an impossible length");
        moduleLeft = header.moduleBytes();
      }
      case Entry.Module(var piece) -> {
        moduleLeft -= piece.length();
        if (moduleLeft < 0 || piece.isEmpty()) throw stop("its program has another length");
      }
      case Entry.Called called -> {
        if (moduleLeft != 0 || interrupted) throw stop("a call is where none can be");
        interrupted = called.result() instanceof Result.Interrupted;
      }
      case Entry.End end -> {
        if (moduleLeft != 0) throw stop("its end is where none can be");
        if (!end.log().equals(before)) throw stop("it is not what it was when it ended");
        boolean stateIsKnown =
            switch (end.ending()) {
              case Ending.Exited _, Ending.Trapped _ -> !interrupted;
              case Ending.Killed _ -> interrupted;
              case Ending.NotRepeatable _ -> false;
            };
        if (stateIsKnown != end.state().isPresent()) throw stop("its end does not fit");
        ended = true;
      }
    }
  }

  private byte[] framed(int count) throws IOException, Short, Stop {
    byte[] bytes = raw(count);
    running.update(bytes);
    int expected = (int) running.getValue();
    if (ByteBuffer.wrap(raw(4)).getInt() != expected) throw stop("a checksum is wrong");
    return bytes;
  }

  /** So many bytes; what is not there is not allocated either. */
  private byte[] raw(int count) throws IOException, Short {
    if (count <= PIECE) return seen(piece(count));
    var all = new ByteArrayOutputStream(PIECE);
    for (int left = count; left > 0; left -= Math.min(left, PIECE))
      all.writeBytes(seen(piece(Math.min(left, PIECE))));
    return all.toByteArray();
  }

  private byte[] piece(int count) throws IOException, Short {
    byte[] bytes = in.readNBytes(count);
    if (bytes.length < count) throw new Short();
    return bytes;
  }

  private byte[] seen(byte[] bytes) {
    whole.update(bytes);
    at += bytes.length;
    return bytes;
  }

  private Sha256 soFar() throws IOException {
    try {
      return Sha256.read(((MessageDigest) whole.clone()).digest(), 0);
    } catch (CloneNotSupportedException e) {
      throw new IOException("this JVM's SHA-256 cannot be read in between", e);
    }
  }

  private Step damaged(String what) {
    return new Step.Bad(new LogFault.Damaged(wholeUntil, what));
  }

  private Stop stop(String what) {
    return new Stop(new LogFault.Damaged(wholeUntil, what));
  }

  /** The bytes end in the middle. */
  private static final class Short extends Exception {
    private static final long serialVersionUID = 1;

    Short() {
      super(null, null, false, false);
    }
  }

  /** Reading is over, for this reason. */
  private static final class Stop extends Exception {
    private static final long serialVersionUID = 1;

    private final transient LogFault why;

    Stop(LogFault why) {
      super(null, null, false, false);
      this.why = why;
    }
  }
}
