package cairn.bench;

import cairn.kernel.Pid;
import cairn.kernel.host.ConsoleDevice;
import cairn.kernel.host.ConsoleInput;
import cairn.kernel.host.Consoles;
import cairn.registry.Payload;

/** Consoles that forget what is printed. */
final class SilentConsoles implements Consoles {
  @Override
  public ConsoleDevice open(Pid pid) {
    return new Silent();
  }

  private static final class Silent implements ConsoleDevice {
    private final ConsoleInput input = new ConsoleInput();

    @Override
    public void write(boolean toErr, Payload bytes) {}

    @Override
    public ConsoleInput input() {
      return input;
    }

    @Override
    public Size size() {
      return new Size(80, 24);
    }

    @Override
    public void onResize(Runnable action) {}

    @Override
    public void ended() {}
  }
}
