package cairn.kernel.host;

/**
 * placeholder, owned by the native handlers' author: a bounded byte queue; the device offers, the
 * console handler takes.
 */
public final class ConsoleInput {
  private ConsoleInput() {}
}
