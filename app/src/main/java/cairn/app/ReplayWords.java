package cairn.app;

import cairn.kernel.RecordingEnd;
import cairn.kernel.engine.MemoryLedger;
import cairn.kernel.record.Call;
import cairn.kernel.record.Divergence;
import cairn.kernel.record.Ending;
import cairn.kernel.record.Happening;
import cairn.kernel.record.LogFault;
import cairn.kernel.record.LogHeader;
import cairn.kernel.record.ReplayResult;
import cairn.kernel.record.ReplayResult.LogEnd;
import cairn.registry.InterfaceId;
import cairn.registry.Interfaces;
import cairn.registry.PlainText;
import cairn.registry.Sha256;
import cairn.shell.Recordings.Extent;
import cairn.shell.Recordings.Recorded;
import cairn.shell.Recordings.Replayed;
import cairn.shell.Recordings.Verdict;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/**
 * Says in words what happened in a recorded run, on the command line and in the window. Sentences
 * begin in lower case and end without a full stop.
 */
final class ReplayWords {
  private ReplayWords() {}

  /** What came of a recording in a file. */
  static Recorded of(RecordingEnd how, Path file) {
    return switch (how) {
      case RecordingEnd.Whole(long calls, long bytes, var memory) ->
          new Recorded(Extent.WHOLE, recorded(calls, file), memory(bytes, memory));
      case RecordingEnd.EndedBetween(long calls) ->
          new Recorded(
              Extent.IN_PART,
              recorded(calls, file)
                  + "; it was ended while it computed, so its last moments cannot be replayed",
              "");
      case RecordingEnd.NotRepeatable(long calls, var why) ->
          new Recorded(
              Extent.IN_PART,
              recorded(calls, file) + "; the recording ended there, because " + of(why),
              "");
      case RecordingEnd.NotWritten(long calls, var why) ->
          new Recorded(
              Extent.FAILED,
              String.format(
                  Locale.ROOT,
                  "%s could not be written after %,d calls: %s; the program went on without it",
                  file,
                  calls,
                  why),
              "");
    };
  }

  /** In one line. */
  static String line(Recorded how) {
    return how.memory().isEmpty()
        ? how.sentence()
        : how.sentence() + "; at its end " + how.memory();
  }

  private static String recorded(long calls, Path file) {
    return String.format(Locale.ROOT, "recorded %,d calls in %s", calls, file);
  }

  private static String memory(long bytes, Sha256 hash) {
    return String.format(Locale.ROOT, "%,d bytes of memory, sha256 %s", bytes, hash);
  }

  /** What came of a replay. {@code interfaces}: those that can be named. */
  static Replayed of(ReplayResult result, Interfaces interfaces) {
    return switch (result) {
      case ReplayResult.Same(var header, long calls, var ending, var state) ->
          new Replayed(
              Verdict.SAME,
              "the same as recorded",
              List.of(
                  title(header, calls),
                  "the end: " + of(ending),
                  memory(state.memoryBytes(), state.memory())));
      case ReplayResult.SameSoFar(var header, long calls, var why) ->
          new Replayed(
              Verdict.SAME_SO_FAR,
              "the same as recorded as far as the log goes: " + of(why),
              List.of(title(header, calls)));
      case ReplayResult.Diverged(var header, long calls, var where) ->
          new Replayed(Verdict.DIFFERS, of(where, interfaces), List.of(title(header, calls)));
      case ReplayResult.Unreadable(var why) -> notReplayed(of(why));
      case ReplayResult.Refused(var header, var why) -> notReplayed(LoadFaults.sentence(why));
      case ReplayResult.Stopped() ->
          new Replayed(Verdict.STOPPED, "it was stopped before its end", List.of());
    };
  }

  /** Why there is no replay. */
  static Replayed notReplayed(String why) {
    return new Replayed(Verdict.NOT_REPLAYED, why, List.of());
  }

  private static String title(LogHeader header, long calls) {
    return String.format(
        Locale.ROOT,
        "%s, program %s: %,d calls, %s by %s",
        PlainText.shortened(header.name(), 60),
        header.program(),
        calls,
        switch (header.form()) {
          case INTERPRETED -> "interpreted";
          case COMPILED -> "compiled";
        },
        PlainText.shortened(header.engine(), 60));
  }

  /** After "because". */
  static String of(RecordingEnd.Why why) {
    return switch (why) {
      case SECOND_THREAD -> "the program began a second thread";
      case CALL_STACK_EXHAUSTED ->
          "it used up its stack, and where that happens is never twice the same";
      case NO_MEMORY_LEFT -> "this computer had no memory left";
    };
  }

  static String of(LogEnd why) {
    return switch (why) {
      case LogEnd.Cut(long at) -> "the log is cut after " + at + " bytes";
      case LogEnd.Killed(var by) -> "it was ended by " + by + " while it computed";
      case LogEnd.NotRepeatable(var reason) -> of(reason);
    };
  }

  static String of(LogFault fault) {
    return switch (fault) {
      case LogFault.NotALog() -> "this is no log of a run";
      case LogFault.OtherVersion(int version) ->
          "it is a log of version "
              + Integer.toUnsignedString(version)
              + ", made by another Cairn; this one replays logs of version "
              + LogFault.OtherVersion.READ
              + " only";
      case LogFault.Damaged(long at, var what) ->
          "the log was changed: " + what + ", after byte " + at;
      case LogFault.NoProgram() -> "the log is cut before its program is whole";
      case LogFault.OtherProgram(var said) -> "the program in the log is not " + said;
      case LogFault.SmallerStack(int recorded, int here) ->
          String.format(
              Locale.ROOT,
              "it was recorded with a stack of %,d bytes; programs have %,d here",
              recorded,
              here);
      case LogFault.NotRead(var why) -> "the log could not be read: " + why;
    };
  }

  static String of(Divergence where, Interfaces interfaces) {
    String recorded = of(where.recorded(), interfaces);
    String came = of(where.came(), interfaces);
    String what =
        recorded.equals(came)
            ? "recorded was this, with other bytes: " + recorded
            : "recorded was: " + recorded + "; now came: " + came;
    return String.format(Locale.ROOT, "it differs at call %,d: %s", where.number(), what);
  }

  private static String of(Happening happening, Interfaces interfaces) {
    return switch (happening) {
      case Happening.Called(var call) -> of(call, interfaces);
      case Happening.Grew(int before) ->
          before == -1 ? "memory that could not grow" : "memory that grew from " + before;
      case Happening.Ended(var how) -> "the end: " + of(how);
      case Happening.Left(var state) ->
          memory(state.memoryBytes(), state.memory())
              + ", and globals "
              + state.globals().hex().substring(0, 8);
    };
  }

  static String of(Ending ending) {
    return switch (ending) {
      case Ending.Exited(int code) -> "exit code " + code;
      case Ending.Trapped(var reason) -> "it crashed: " + reason;
      case Ending.Killed(var by) -> "it was ended by " + by;
      case Ending.NotRepeatable(var why) -> of(why);
    };
  }

  private static String of(Call call, Interfaces interfaces) {
    return switch (call) {
      case Call.Emit(var to, int bytes, boolean needsAnswer, boolean mayWait, boolean untilTaken) ->
          String.format(
              Locale.ROOT,
              "%s to %s of %,d bytes%s",
              needsAnswer ? "a question" : "a message",
              name(to, interfaces),
              bytes,
              untilTaken ? ", and to wait until it is taken" : mayWait ? ", which may wait" : "");
      case Call.Ask(var to, int bytes) ->
          String.format(
              Locale.ROOT,
              "a question to %s of %,d bytes, and its answer",
              name(to, interfaces),
              bytes);
      case Call.Next(int slots, boolean block, int room) ->
          String.format(
              Locale.ROOT,
              "%s the next message of %d slots, with room for %,d bytes",
              block ? "to wait for" : "to look for",
              slots,
              room);
      case Call.Answer(var to, boolean error, int bytes) ->
          String.format(
              Locale.ROOT,
              "%s to question %s of %,d bytes",
              error ? "an error answer" : "an answer",
              to,
              bytes);
      case Call.Cancel(var id) -> "to cancel question " + id;
      case Call.Grow(MemoryLedger.Growing what, int by) ->
          switch (what) {
            case MEMORY -> "to grow the memory by " + Integer.toUnsignedString(by) + " pages";
            case TABLE -> "to grow a table by " + Integer.toUnsignedString(by) + " entries";
          };
    };
  }

  private static String name(InterfaceId id, Interfaces interfaces) {
    return interfaces.find(id).map(known -> known.definition().name()).orElse(id.shortHex());
  }
}
