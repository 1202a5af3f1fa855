package cairn.shell.view;

import cairn.kernel.Pid;
import cairn.shell.Target;

/** What a page can have the window do. On the JavaFX thread. */
public interface Navigator {
  /** Shows a page in this tab. Unknown addresses show the page that says so. */
  void open(String address);

  /** Runs a program in this tab. Only on a deed of the user. */
  void run(Target target, String name);

  /** Brings the tab of a process to the front; no effect when no tab shows it. */
  void show(Pid pid);

  /** Ends the process and runs its program anew, in its tab if there is one. */
  void restart(Pid pid);
}
