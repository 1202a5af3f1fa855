package cairn.shell;

/** What Cairn knows of the machine around it. Any thread; never blocks: the last known state. */
public interface Surroundings {
  /** Whether a Kubo node answers on this machine. */
  boolean kuboIsHere();
}
