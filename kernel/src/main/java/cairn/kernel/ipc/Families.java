package cairn.kernel.ipc;

import cairn.kernel.Exit;
import cairn.kernel.OpenRequest;
import cairn.kernel.Pid;
import cairn.kernel.ProgramId;
import cairn.registry.ContentAddress;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/** Who started whom, and starting. Any thread; nothing here waits. */
public interface Families {
  /** With what a process was opened. */
  Optional<OpenRequest> request(Pid pid);

  /** The program of a process that is not forgotten, once it is known. */
  Optional<ProgramId> program(Pid pid);

  /** Starts a child; empty: a limit is reached. */
  Optional<Pid> spawn(Pid parent, ContentAddress program, List<String> arguments);

  /** Whether the one started the other, and has not waited for its end. */
  boolean isChild(Pid parent, Pid child);

  /** The end of a child; empty: it is none, or its end was taken. */
  Optional<CompletionStage<Exit>> whenEnded(Pid parent, Pid child);

  /** The parent has learned of this child's end: it is not its child any more. */
  void taken(Pid parent, Pid child);

  /** Ends a process. {@code by}: who wanted it, for people. */
  void end(Pid pid, String by);
}
