package cairn.kernel.host;

import cairn.kernel.NativeCall;
import cairn.kernel.NativeHandler;
import cairn.kernel.Pid;
import cairn.registry.Definition;
import cairn.registry.Interfaces;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Answers {@code tcp} with the host's sockets.
 *
 * <p>A socket's number means something only to the process that opened it. An address is dialled as
 * the gate let it through; a name is looked up here, and of what it turns out to be only public
 * addresses are dialled without asking the gate again. Nothing is read or accepted before the
 * program asks for it, and a write is answered when the system has taken all of it, so both sides
 * are held back as far as the other is slow.
 *
 * <p>{@code read} for 0 bytes is answered at once with none. {@code close} sends what writes are
 * still waiting, for at most {@value Connection#LINGER_SECONDS} s. A process at its limit of
 * sockets gets no further connections from {@code accept} until it closes one. When a grant is
 * taken back, what it opened, accepted connections included, answers permission-denied from then
 * on.
 *
 * <p>Threads: any may call; the sockets of one process are confined to its {@code Turns}; what
 * blocks runs on virtual threads, one per operation that waits.
 */
public final class TcpHandler implements NativeHandler {
  private static final Duration CONNECT = Duration.ofSeconds(30);

  private final Definition definition;
  private final Clocks clocks;
  private final NameLookup names;
  private final Duration connectTime;
  private final Map<Pid, Sockets> processes = new ConcurrentHashMap<>();

  /** With the host's resolver; connecting may take 30 s. The caller closes the clocks. */
  public TcpHandler(Interfaces interfaces, Clocks clocks) {
    this(interfaces, clocks, NameLookup.system(), CONNECT);
  }

  TcpHandler(Interfaces interfaces, Clocks clocks, NameLookup names, Duration connectTime) {
    this.definition = interfaces.shipped("tcp").definition();
    this.clocks = clocks;
    this.names = names;
    this.connectTime = connectTime;
  }

  @Override
  public Definition definition() {
    return definition;
  }

  @Override
  public void handle(NativeCall call) {
    processes
        .computeIfAbsent(call.emitter(), pid -> new Sockets(clocks, names, connectTime))
        .handle(call);
  }

  @Override
  public void ended(Pid pid) {
    Sockets sockets = processes.remove(pid);
    if (sockets != null) sockets.close();
  }

  @Override
  public void close() {
    processes.values().forEach(Sockets::close);
    processes.clear();
    names.close();
  }
}
