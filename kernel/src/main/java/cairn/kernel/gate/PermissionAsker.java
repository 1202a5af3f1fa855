package cairn.kernel.gate;

/**
 * Is told when there is something new to ask. Called on any kernel thread, never blocks; what is
 * open stands in the snapshot. A headless run denies here.
 */
@FunctionalInterface
public interface PermissionAsker {
  /** There is a new question. */
  void asked(PermissionRequest request);
}
