package cairn.bench;

import cairn.kernel.Pid;
import cairn.kernel.host.ConsoleDevice;
import cairn.kernel.host.ConsoleInput;
import cairn.kernel.host.Consoles;
import cairn.registry.Payload;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.ConcurrentHashMap;

/** Keeps what programs print. Any thread; each device is guarded by its own monitor. */
final class CapturingConsoles implements Consoles {
  private final ConcurrentHashMap<Pid, Device> devices = new ConcurrentHashMap<>();

  @Override
  public ConsoleDevice open(Pid pid) {
    return devices.computeIfAbsent(pid, p -> new Device());
  }

  /** What this process has printed. */
  String text(Pid pid) {
    var device = devices.get(pid);
    return device == null ? "" : device.text();
  }

  private static final class Device implements ConsoleDevice {
    private final ByteArrayOutputStream printed = new ByteArrayOutputStream(); // guarded by this
    private final ConsoleInput input = new ConsoleInput();

    @Override
    public synchronized void write(boolean toErr, Payload bytes) {
      printed.writeBytes(bytes.toByteArray());
    }

    synchronized String text() {
      return printed.toString(StandardCharsets.UTF_8);
    }

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
