package cairn.kernel.host;

import cairn.kernel.Pid;

/** Gives every process its console. Called on a virtual thread when the process first uses it. */
@FunctionalInterface
public interface Consoles {
  /** The device of this process; called once per pid. */
  ConsoleDevice open(Pid pid);
}
