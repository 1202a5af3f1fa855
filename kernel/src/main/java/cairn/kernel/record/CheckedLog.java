package cairn.kernel.record;

import cairn.kernel.ProgramId;
import cairn.registry.Payload;
import cairn.registry.Sha256;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.Optional;

/**
 * A log that was read from its first to its last byte and is what was written.
 *
 * @param calls in it
 * @param end its last record; empty: it is cut
 * @param whole bytes up to the end of its last whole record
 */
record CheckedLog(
    LogHeader header, Payload module, long calls, Optional<Entry.End> end, long whole) {

  /** Either a log or what is wrong with it. */
  sealed interface Checked {
    record Ok(CheckedLog log) implements Checked {}

    record Bad(LogFault why) implements Checked {}
  }

  /** Whether the run in it goes to an end that a replay can get to. */
  boolean isWhole() {
    return end.isPresent() && end.get().state().isPresent();
  }

  /** Why it does not, when it is not whole. */
  ReplayResult.LogEnd lack() {
    if (end.isEmpty()) return new ReplayResult.LogEnd.Cut(whole);
    return switch (end.get().ending()) {
      case Ending.NotRepeatable(var why) -> new ReplayResult.LogEnd.NotRepeatable(why);
      case Ending.Killed(var by) -> new ReplayResult.LogEnd.Killed(by);
      case Ending.Exited _, Ending.Trapped _ -> new ReplayResult.LogEnd.Cut(whole);
    };
  }

  /** A module that comes in pieces: no more is allocated than twice of what came. */
  private static final class GrowingModule {
    byte[] bytes = new byte[0];
    int length;
    int most;

    void add(Payload piece) {
      int wanted = length + piece.length();
      if (wanted > bytes.length)
        bytes = Arrays.copyOf(bytes, (int) Math.min(most, Math.max(wanted, 2L * bytes.length)));
      piece.copyTo(bytes, length);
      length = wanted;
    }
  }

  /** Reads all of it. */
  static Checked read(InputStream in) throws IOException {
    var reader = new LogReader(in);
    Optional<LogHeader> header = Optional.empty();
    Optional<Entry.End> end = Optional.empty();
    var module = new GrowingModule();
    long calls = 0;
    long whole = -1;
    while (whole < 0) {
      switch (reader.next()) {
        case LogReader.Step.Bad(var why) -> {
          return new Checked.Bad(why);
        }
        case LogReader.Step.Cut(long at) -> whole = at;
        case LogReader.Step.Over() -> whole = 0;
        case LogReader.Step.Read(Entry.Header(var first)) -> {
          header = Optional.of(first);
          module.most = first.moduleBytes();
        }
        case LogReader.Step.Read(Entry.Module(var piece)) -> module.add(piece);
        case LogReader.Step.Read(Entry.Called _) -> calls++;
        case LogReader.Step.Read(Entry.End last) -> end = Optional.of(last);
      }
    }
    if (header.isEmpty() || module.length < header.get().moduleBytes())
      return new Checked.Bad(new LogFault.NoProgram());
    var bytes = Payload.owning(module.bytes);
    if (!new ProgramId(Sha256.of(bytes)).equals(header.get().program()))
      return new Checked.Bad(new LogFault.OtherProgram(header.get().program()));
    return new Checked.Ok(new CheckedLog(header.get(), bytes, calls, end, whole));
  }
}
