package cairn.shell.terminal.view;

import static java.util.stream.Collectors.toSet;

import cairn.kernel.KernelSnapshot;
import cairn.kernel.Pid;
import cairn.kernel.host.ConsoleDevice;
import cairn.kernel.host.Consoles;
import cairn.shell.terminal.TerminalDevice;
import cairn.shell.view.ProgramSurface;
import cairn.shell.view.Surfaces;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import javafx.scene.Node;

/**
 * The terminals of all processes: the kernel opens a device when a process first uses its console,
 * the shell shows it in the process's tab.
 */
public final class TerminalSurfaces implements Consoles, Surfaces, AutoCloseable {
  private final ExecutorService turns =
      Executors.newSingleThreadExecutor(
          Thread.ofPlatform().daemon().name("cairn-terminals").factory());
  private final Map<Pid, TerminalDevice> devices = new ConcurrentHashMap<>();
  private final Set<TerminalDevice> loose = ConcurrentHashMap.newKeySet();

  // Confined to the JavaFX thread.
  private final Map<Pid, Terminal> shown = new HashMap<>();

  /** No terminals yet. Any thread. */
  public TerminalSurfaces() {}

  /** Any thread. */
  @Override
  public ConsoleDevice open(Pid pid) {
    return devices.computeIfAbsent(pid, key -> new TerminalDevice(turns, TerminalDevice.USUAL));
  }

  /** A terminal of no process, for what is replayed. Any thread. */
  public ConsoleDevice open() {
    var device = new TerminalDevice(turns, TerminalDevice.USUAL);
    loose.add(device);
    return device;
  }

  @Override
  public Optional<ProgramSurface> surface(ConsoleDevice console) {
    return console instanceof TerminalDevice device
        ? Optional.of(new Terminal(device, () -> loose.remove(device)))
        : Optional.empty();
  }

  @Override
  public Optional<ProgramSurface> surface(Pid pid) {
    var device = devices.get(pid);
    if (device == null) return Optional.empty();
    return Optional.of(
        shown.computeIfAbsent(
            pid,
            key ->
                new Terminal(
                    device,
                    () -> {
                      shown.remove(key);
                      devices.remove(key);
                    })));
  }

  /**
   * Forgets the terminals of processes whose rows are gone and that no tab shows: those were
   * started by others, and nobody will ask for them again. On the JavaFX thread.
   */
  public void keepOnly(KernelSnapshot now) {
    var rows = now.processes().stream().map(KernelSnapshot.OfProcess::pid).collect(toSet());
    var newest = rows.stream().mapToLong(Pid::number).max();
    // One that began after the snapshot was taken is not gone.
    for (Pid pid : List.copyOf(devices.keySet()))
      if (!rows.contains(pid)
          && !shown.containsKey(pid)
          && newest.isPresent()
          && pid.number() < newest.getAsLong()) {
        var device = devices.remove(pid);
        if (device != null) device.close();
      }
  }

  /** Ends all terminals and their thread; what waits to print goes on. Any thread. */
  @Override
  public void close() {
    devices.values().forEach(TerminalDevice::close);
    devices.clear();
    loose.forEach(TerminalDevice::close);
    loose.clear();
    turns.shutdown();
  }

  private static final class Terminal implements ProgramSurface {
    private final TerminalDevice device;
    private final TerminalView view;
    private final Runnable forget;

    Terminal(TerminalDevice device, Runnable forget) {
      this.device = device;
      this.view = new TerminalView(device);
      this.forget = forget;
    }

    @Override
    public Node node() {
      return view;
    }

    @Override
    public void shown(boolean now) {
      view.shown(now);
    }

    @Override
    public void close() {
      view.shown(false);
      device.close();
      forget.run();
    }
  }
}
