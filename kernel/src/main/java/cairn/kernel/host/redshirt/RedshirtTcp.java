package cairn.kernel.host.redshirt;

import cairn.kernel.NativeCall;
import cairn.kernel.NativeHandler;
import cairn.kernel.Pid;
import cairn.registry.Definition;
import cairn.registry.Interfaces;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Answers {@code redshirt-tcp} with {@code tcp}. Sockets keep their numbers. Any thread. */
final class RedshirtTcp implements NativeHandler {
  private final Definition definition;
  private final Ours tcp;
  private final Map<Pid, RedshirtSockets> processes = new ConcurrentHashMap<>();

  RedshirtTcp(Interfaces interfaces) {
    this.definition = interfaces.shipped("redshirt-tcp").definition();
    this.tcp = Ours.of(interfaces, "tcp");
  }

  @Override
  public Definition definition() {
    return definition;
  }

  @Override
  public void handle(NativeCall call) {
    processes.computeIfAbsent(call.emitter(), pid -> new RedshirtSockets(tcp)).handle(call);
  }

  /** Its sockets are closed by whoever answers {@code tcp}, who learns of the end too. */
  @Override
  public void ended(Pid pid) {
    processes.remove(pid);
  }

  @Override
  public void close() {
    processes.clear();
  }
}
