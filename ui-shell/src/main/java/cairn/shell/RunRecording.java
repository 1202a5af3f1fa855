package cairn.shell;

import cairn.kernel.Exit;
import cairn.kernel.OpenRequest;
import cairn.shell.Recordings.NewLog;
import cairn.shell.Recordings.Recorded;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;

/** Whether a run is recorded, where, and what came of it. Confined to the JavaFX thread. */
public final class RunRecording {
  /** How far it is. */
  public sealed interface State {
    /** It is not recorded. */
    record Off() implements State {}

    /** All that it is told is written to this file. */
    record On(Path file) implements State {}

    /** Nothing more is written; the run itself may go on. */
    record Over(Path file, Recorded how) implements State {}
  }

  private final Optional<NewLog> log;
  private final ReadOnlyObjectWrapper<State> state;
  private final ReadOnlyObjectWrapper<Optional<String>> notMade =
      new ReadOnlyObjectWrapper<>(Optional.empty());
  private boolean making;

  private RunRecording(Optional<NewLog> log, State first) {
    this.log = log;
    state = new ReadOnlyObjectWrapper<>(first);
  }

  /** Of a run that is not recorded. */
  static RunRecording off() {
    return new RunRecording(Optional.empty(), new State.Off());
  }

  /** Of a run that is recorded to this file. */
  static RunRecording to(Path file, NewLog log, Executor fx) {
    var recording = new RunRecording(Optional.of(log), new State.On(file));
    log.over().thenAcceptAsync(how -> recording.state.set(new State.Over(file, how)), fx);
    return recording;
  }

  /** The wish with the recording in it. */
  OpenRequest in(OpenRequest request) {
    return log.map(to -> request.recordedTo(to.target())).orElse(request);
  }

  /** The process is there. It may end before it runs; then nothing was written. */
  void opened(CompletionStage<Exit> ended) {
    log.ifPresent(file -> ended.whenComplete((_, _) -> file.unused()));
  }

  /** There will be no process. */
  void unused() {
    log.ifPresent(NewLog::unused);
  }

  /** A file is to be made, to run the program again. Whether none is being made already. */
  boolean making() {
    if (making) return false;
    making = true;
    notMade.set(Optional.empty());
    return true;
  }

  /** It was made, and somebody else writes to it. */
  void made() {
    making = false;
  }

  /** It could not be made, so this run goes on as it was. */
  void notMade(String why) {
    making = false;
    notMade.set(Optional.of(why));
  }

  /** The user has read what was said. */
  public void dismiss() {
    notMade.set(Optional.empty());
    if (state.get() instanceof State.Over) state.set(new State.Off());
  }

  /** Why the file for another run could not be made: a clause; empty if nobody wanted one. */
  public ReadOnlyObjectProperty<Optional<String>> notMade() {
    return notMade.getReadOnlyProperty();
  }

  /** How far it is. */
  public ReadOnlyObjectProperty<State> state() {
    return state.getReadOnlyProperty();
  }

  /** The file that is being written. */
  public Optional<Path> file() {
    return state.get() instanceof State.On(var to) ? Optional.of(to) : Optional.empty();
  }
}
