package cairn.permissions;

import cairn.kernel.KernelSnapshot;
import cairn.kernel.Pid;
import cairn.kernel.ProgramId;
import cairn.kernel.gate.PermissionRequest;
import cairn.kernel.gate.RequestId;
import cairn.kernel.gate.Scope;
import cairn.kernel.gate.Scopes;
import cairn.registry.Descriptor.Risk;
import cairn.registry.InterfaceId;
import cairn.registry.Interfaces;
import cairn.registry.Payload;
import cairn.registry.Sha256;
import java.util.List;
import java.util.Optional;

/** Questions, as the kernel would put them. */
public final class Asked {
  public static final Interfaces INTERFACES = Interfaces.shipped();
  public static final Pid FETCH = new Pid(7);

  private Asked() {}

  public static ProgramId program(String name) {
    return new ProgramId(Sha256.of(Payload.utf8(name)));
  }

  public static PermissionRequest connect(long id, String host, int port) {
    return tcp(id, "connect", "connect to", Scopes.endpoint(host, port), Risk.ASK);
  }

  public static PermissionRequest listen(long id, int port) {
    return tcp(id, "listen", "listen on", Scopes.endpoint("127.0.0.1", port), Risk.ASK);
  }

  public static PermissionRequest danger(long id) {
    return tcp(id, "connect", "connect to", Scopes.endpoint("127.0.0.1", 5001), Risk.DANGER);
  }

  public static PermissionRequest register(long id) {
    var on = INTERFACES.shipped("interface").definition().id();
    var echo = new InterfaceId(Sha256.of(Payload.utf8("echo")));
    var scope = new Scope.OfInterface(echo, "echo");
    return request(id, on, "interface", true, "register", "answer for everyone:", scope, Risk.ASK);
  }

  /** A question about a program to be started. */
  public static PermissionRequest spawn(long id, String... arguments) {
    var on = INTERFACES.shipped("process").definition().id();
    var cid = "bafkreifehpxb7molstjtaktc5jvhqxgqihlfsdbt7zb3wzikv2e74otoki";
    var scope = new Scope.Program(cid, List.of(arguments));
    return request(id, on, "process", true, "spawn", "start the program", scope, Risk.ASK);
  }

  /** The same of a message that a filter changed; asked for the sender, or for the filter. */
  public static PermissionRequest changed(PermissionRequest asked, String sender, String filter) {
    return new PermissionRequest(
        asked.id(),
        asked.pid(),
        asked.program(),
        asked.programName(),
        asked.on(),
        asked.interfaceName(),
        asked.knownInterface(),
        asked.deed(),
        asked.verb(),
        asked.scope(),
        asked.risk(),
        asked.count(),
        asked.sinceNanos(),
        asked.startedBy(),
        Optional.of(new PermissionRequest.Changed(asked.pid(), sender, new Pid(99), filter)));
  }

  public static PermissionRequest unknown(long id) {
    var on = new InterfaceId(Sha256.of(Payload.utf8("somebody's")));
    return request(id, on, "tcp", false, "shout", "shout", new Scope.Whole(), Risk.ASK);
  }

  public static PermissionRequest counted(PermissionRequest asked, int count) {
    return with(asked, asked.pid(), asked.programName(), count);
  }

  public static PermissionRequest named(PermissionRequest asked, String name) {
    return with(asked, asked.pid(), name, asked.count());
  }

  public static PermissionRequest of(Pid pid, PermissionRequest asked) {
    return with(asked, pid, asked.programName(), asked.count());
  }

  public static KernelSnapshot snapshot(long atNanos, List<PermissionRequest> questions) {
    return new KernelSnapshot(
        atNanos,
        List.of(),
        List.of(),
        questions,
        new KernelSnapshot.Totals(0, 0, 0, 0, 0, 0, 0, ""));
  }

  private static PermissionRequest with(PermissionRequest asked, Pid pid, String name, int count) {
    return new PermissionRequest(
        asked.id(),
        pid,
        asked.program(),
        name,
        asked.on(),
        asked.interfaceName(),
        asked.knownInterface(),
        asked.deed(),
        asked.verb(),
        asked.scope(),
        asked.risk(),
        count,
        asked.sinceNanos(),
        asked.startedBy(),
        asked.changed());
  }

  private static PermissionRequest tcp(long id, String deed, String verb, Scope scope, Risk risk) {
    var on = INTERFACES.shipped("tcp").definition().id();
    return request(id, on, "tcp", true, deed, verb, scope, risk);
  }

  private static PermissionRequest request(
      long id,
      InterfaceId on,
      String name,
      boolean known,
      String deed,
      String verb,
      Scope scope,
      Risk risk) {
    return new PermissionRequest(
        new RequestId(id),
        FETCH,
        program("fetch"),
        "fetch",
        on,
        name,
        known,
        deed,
        verb,
        scope,
        risk,
        1,
        0,
        List.of(),
        Optional.empty());
  }
}
