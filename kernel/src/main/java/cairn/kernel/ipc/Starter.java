package cairn.kernel.ipc;

import cairn.kernel.Exit;
import cairn.kernel.KeptChoice;
import cairn.kernel.Pid;
import java.util.function.BiConsumer;

/** Makes processes of programs that the user has chosen. Any thread. */
@FunctionalInterface
public interface Starter {
  /**
   * A new process; returns at once. {@code over} is called once, without locks, when it has ended;
   * perhaps before this returns.
   */
  Pid start(KeptChoice choice, BiConsumer<Party, Exit> over);
}
