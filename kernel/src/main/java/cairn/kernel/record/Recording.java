package cairn.kernel.record;

import cairn.kernel.Answer;
import cairn.kernel.Exit;
import cairn.kernel.Pid;
import cairn.kernel.RecordingEnd;
import cairn.kernel.RecordingTarget;
import cairn.kernel.TrapKind;
import cairn.kernel.abi.Syscalls;
import cairn.kernel.engine.Engine;
import cairn.kernel.engine.MemoryLedger;
import cairn.registry.Payload;
import java.io.IOException;
import java.util.Optional;

/**
 * Records one process. Its guest puts what happened into a {@link Lane}; the virtual thread {@code
 * record-PID} takes it from there, computes digests and writes. When the disk is behind, the guest
 * parks. When writing fails, the recording ends, and the process goes on as if there were none.
 */
public final class Recording implements Recorder {
  private static final System.Logger LOG = System.getLogger(Recording.class.getName());
  private static final int PIECE = 256 << 10;

  private final Pid pid;
  private final RecordingTarget target;
  private final LogHeader header;
  private final Payload module;
  private final Lane<Item> lane = new Lane<>();

  // Confined to the recording's thread, as all below.
  private final LogWriter writer;
  private long calls;
  private boolean interrupted;
  private boolean told;

  /** What travels to the recording's thread. */
  private sealed interface Item {
    record Called(Asked asked, Result result) implements Item {}

    record Stopped(RecordingEnd.Why why) implements Item {}

    record Over(Exit how, boolean killed, Engine.Guest guest, Runnable after) implements Item {}
  }

  /** Writes nothing before {@link #begin}. */
  public Recording(Pid pid, RecordingTarget target, LogHeader header, Payload module) {
    this.pid = pid;
    this.target = target;
    this.header = header;
    this.module = module;
    this.writer = new LogWriter(target);
  }

  // ---- on the guest's threads -----------------------------------------------------------------

  @Override
  public Syscalls around(Syscalls inner) {
    return new RecordedSyscalls(inner, this);
  }

  @Override
  public MemoryLedger around(MemoryLedger inner) {
    return new RecordedLedger(inner, this);
  }

  @Override
  public void begin() {
    Thread.ofVirtual().name("record-" + pid).start(this::write);
  }

  /** Something has happened. Parks while the disk is behind. */
  void happened(Asked asked, Result result) {
    int weight = asked.weight() + weight(result);
    try {
      lane.put(new Item.Called(asked, result), weight, Lane.Waiter.guest());
    } catch (RuntimeException e) {
      // It cannot wait and ends. What personalities do then is not the program's doing.
      lane.close();
      throw e;
    }
  }

  /** The process was ended in the middle of this: it must not wait any more. */
  void interrupted(Asked asked, Result.Interrupted result) {
    lane.close();
    lane.force(new Item.Called(asked, result));
  }

  @Override
  public void stop(RecordingEnd.Why why) {
    lane.close();
    lane.force(new Item.Stopped(why));
  }

  @Override
  public void over(Exit how, boolean killed, Engine.Guest guest, Runnable after) {
    lane.close();
    lane.force(new Item.Over(how, killed, guest, after));
  }

  static int weight(Result result) {
    return switch (result) {
      case Result.Found(
              Syscalls.Next.Taken(
                  int _,
                  Syscalls.Delivery.Message(var _, long _, var _, var body))) ->
          body.length();
      case Result.Found(
              Syscalls.Next.Taken(int _, Syscalls.Delivery.AnswerTo(var _, var answer))) ->
          weight(answer);
      case Result.Answered(var answer) -> weight(answer);
      case Result.Found _,
          Result.Emitted _,
          Result.Said _,
          Result.Grown _,
          Result.Faulted _,
          Result.Interrupted _ ->
          0;
    };
  }

  private static int weight(Answer answer) {
    return answer instanceof Answer.Success(var body) ? body.length() : 0;
  }

  // ---- on the recording's thread --------------------------------------------------------------

  private void write() {
    try {
      writer.write(new Entry.Header(header));
      for (int at = 0; at < module.length(); at += PIECE)
        writer.write(new Entry.Module(module.slice(at, Math.min(at + PIECE, module.length()))));
      writer.flush();
    } catch (IOException | RuntimeException e) {
      failed(e);
    }
    var me = Lane.Waiter.thread();
    while (true) {
      // Never null: the end of the process is forced in.
      Item item = lane.take(me, true);
      if (item instanceof Item.Over(Exit how, boolean killed, var guest, var after)) {
        try {
          if (!told) end(how, killed, guest);
        } finally {
          after.run();
        }
        return;
      }
      if (item != null && !told) write(item);
    }
  }

  private void write(Item item) {
    try {
      switch (item) {
        case Item.Called(var asked, var result) -> {
          writer.write(new Entry.Called(asked.call(), asked.digest(), result));
          calls++;
          interrupted = result instanceof Result.Interrupted;
          if (lane.isEmpty()) writer.flush();
        }
        case Item.Stopped(var why) -> end(why);
        case Item.Over _ -> throw new IllegalStateException("the end is not written here");
      }
    } catch (IOException | RuntimeException e) {
      failed(e);
    }
  }

  private void end(Exit how, boolean killed, Engine.Guest guest) {
    try {
      switch (how) {
        case Exit.Trapped(var kind, var reason, var _) when !killed -> trapped(kind, reason, guest);
        case Exit.Exited(int code) when !killed ->
            end(new Ending.Exited(code), Optional.of(FinalState.of(guest)));
        case Exit.Killed(var by) -> killed(by, guest);
        case Exit.Trapped(var _, var reason, var _) -> killed(reason, guest);
        case Exit.Exited _, Exit.Refused _ -> killed("Cairn", guest);
      }
    } catch (IOException | RuntimeException e) {
      failed(e);
    }
  }

  private void killed(String by, Engine.Guest guest) throws IOException {
    // In the middle of a call its memory is what it was when the call began: that is repeatable.
    end(new Ending.Killed(by), interrupted ? Optional.of(FinalState.of(guest)) : Optional.empty());
  }

  private void end(RecordingEnd.Why why) throws IOException {
    finish(new Ending.NotRepeatable(why), Optional.empty());
    tell(new RecordingEnd.NotRepeatable(calls, why));
  }

  private void end(Ending ending, Optional<FinalState> state) throws IOException {
    finish(ending, state);
    tell(
        state
            .<RecordingEnd>map(s -> new RecordingEnd.Whole(calls, s.memoryBytes(), s.memory()))
            .orElse(new RecordingEnd.EndedBetween(calls)));
  }

  private void finish(Ending ending, Optional<FinalState> state) throws IOException {
    writer.write(new Entry.End(ending, state, writer.soFar()));
    writer.flush();
  }

  private void trapped(TrapKind kind, String reason, Engine.Guest guest) throws IOException {
    switch (kind) {
      case PROGRAM -> end(new Ending.Trapped(reason), Optional.of(FinalState.of(guest)));
      case THREAD_STACK_EXHAUSTED -> end(RecordingEnd.Why.CALL_STACK_EXHAUSTED);
      case NO_MEMORY_LEFT -> end(RecordingEnd.Why.NO_MEMORY_LEFT);
    }
  }

  private void failed(Exception e) {
    if (told) return;
    lane.close();
    if (e instanceof RuntimeException)
      LOG.log(System.Logger.Level.ERROR, "recording process " + pid + " failed", e);
    String why = e.getMessage();
    tell(new RecordingEnd.NotWritten(calls, why == null ? e.getClass().getSimpleName() : why));
  }

  private void tell(RecordingEnd how) {
    told = true;
    try {
      target.ended(how);
    } catch (RuntimeException bug) {
      LOG.log(System.Logger.Level.ERROR, "a recording's target failed", bug);
    }
  }
}
