package cairn.kernel.ipc;

import cairn.kernel.Exit;
import cairn.kernel.Limit;
import cairn.kernel.LoadFault;
import cairn.kernel.NativeCall;
import cairn.kernel.NativeHandler;
import cairn.kernel.Pid;
import cairn.kernel.Startup;
import cairn.kernel.gate.Scopes;
import cairn.registry.ContentAddress;
import cairn.registry.Definition;
import cairn.registry.Interfaces;
import cairn.registry.Payload;
import cairn.registry.Value;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Answers {@code process}: what a program was started with, and programs that it starts. Any
 * thread.
 */
public final class ProcessHandler implements NativeHandler {
  /** Bytes of the arguments of one start as UTF-8, eight more for each. */
  public static final int ARGUMENTS = 64 << 10;

  private final Definition definition;
  private final Router router;
  private final Families families;
  private final ChildWaits waits;

  /** For the processes of this router. */
  public ProcessHandler(Interfaces interfaces, Router router, Families families) {
    this.definition = interfaces.shipped("process").definition();
    this.router = router;
    this.families = families;
    this.waits = new ChildWaits(families, ProcessHandler::valueOf);
  }

  @Override
  public Definition definition() {
    return definition;
  }

  @Override
  public void handle(NativeCall call) {
    Pid from = call.emitter();
    var request = families.request(from);
    if (request.isEmpty()) {
      call.fail();
      return;
    }
    switch (call.message().name()) {
      case "arguments" -> call.answer(arguments(request.get().startup()));
      case "environment" -> call.answer(environment(request.get().startup()));
      case "spawn" -> call.answer(spawn(from, call.arguments()));
      case "wait" -> await(call, pid(call));
      case "end" -> call.answer(end(from, pid(call)));
      case "who-is" -> call.answer(whoIs(from, pid(call)));
      default -> throw new IllegalStateException(call.message().name());
    }
  }

  private static Pid pid(NativeCall call) {
    if (call.arguments().getFirst() instanceof Value.Unsigned(long number)) return new Pid(number);
    throw new IllegalArgumentException("not a pid: " + call.arguments());
  }

  /** As text: of words that are none, {@code startup} has the bytes. */
  private static Value arguments(Startup startup) {
    return new Value.Items(
        startup.words().stream().<Value>map(word -> Value.text(word.utf8())).toList());
  }

  private static Value environment(Startup startup) {
    return new Value.Items(
        startup.environment().stream().<Value>map(each -> pair(each.utf8())).toList());
  }

  private static Value pair(String variable) {
    int equals = variable.indexOf('=');
    return new Value.Items(
        List.of(
            Value.text(variable.substring(0, equals)), Value.text(variable.substring(equals + 1))));
  }

  private Value spawn(Pid from, List<Value> wanted) {
    if (!(wanted.get(0) instanceof Value.Bytes(Payload bytes))
        || !(wanted.get(1) instanceof Value.Items(List<Value> items)))
      throw new IllegalArgumentException("not a program and its arguments: " + wanted);
    var program = Scopes.program(bytes);
    if (program.isEmpty()) return Value.err("invalid-program");
    var arguments = new ArrayList<String>();
    for (Value item : items) if (item instanceof Value.Text(String text)) arguments.add(text);
    Optional<Pid> child =
        tooLong(arguments)
            ? Optional.empty()
            : families.spawn(from, ContentAddress.of(program.get()), arguments);
    if (child.isPresent()) return Value.ok(Value.unsigned(child.get().number()));
    router.party(from).ifPresent(party -> party.hit(Limit.CHILDREN));
    return Value.err("limit-reached");
  }

  /** A running process holds them, and Linux itself takes no more at once than some megabytes. */
  private static boolean tooLong(List<String> arguments) {
    long bytes = 0;
    for (String each : arguments) bytes += 8 + each.getBytes(StandardCharsets.UTF_8).length;
    return bytes > ARGUMENTS;
  }

  private void await(NativeCall call, Pid child) {
    if (!waits.await(call, child))
      router.party(call.emitter()).ifPresent(party -> party.hit(Limit.UNANSWERED));
  }

  private static Value valueOf(Exit exit) {
    return switch (exit) {
      case Exit.Exited(int code) ->
          Value.named("exited", Value.unsigned(Integer.toUnsignedLong(code)));
      case Exit.Trapped(var _, String reason, var _) -> Value.named("trapped", Value.text(reason));
      case Exit.Killed(String by) -> Value.named("killed", Value.text(by));
      case Exit.Refused(var why) -> Value.named("refused", Value.text(wordFor(why)));
    };
  }

  /** The words of {@code refused} in the interface. */
  static String wordFor(LoadFault why) {
    return switch (why) {
      case LoadFault.NotFound _ -> "not-found";
      case LoadFault.Unreachable _ -> "unreachable";
      case LoadFault.Corrupt _ -> "corrupt";
      case LoadFault.Malformed _ -> "malformed";
      case LoadFault.Truncated _ -> "truncated";
      case LoadFault.TooLarge _ -> "too-large";
      case LoadFault.NoSuchPath _ -> "no-such-path";
      case LoadFault.IsDirectory _ -> "is-directory";
      case LoadFault.NotAProgram _ -> "not-a-program";
      case LoadFault.ALibrary _ -> "a-library";
      case LoadFault.WrongStart _ -> "wrong-start";
      case LoadFault.NoMemoryLeft _, LoadFault.HeapFull _ -> "no-memory-left";
      case LoadFault.UnknownImport _ -> "unknown-import";
      case LoadFault.TooMuchMemory _ -> "too-much-memory";
      case LoadFault.NoLoader _ -> "no-loader";
      case LoadFault.LimitReached _ -> "limit-reached";
    };
  }

  private Value end(Pid from, Pid child) {
    if (!families.isChild(from, child)) return Value.named("err");
    families.end(child, "process " + from + ", which started it");
    return Value.named("ok");
  }

  private Value whoIs(Pid asker, Pid whom) {
    boolean known =
        families.isChild(asker, whom)
            || router.party(asker).filter(party -> party.mailbox.knows(whom)).isPresent();
    return Optional.of(whom)
        .filter(_ -> known)
        .flatMap(families::program)
        .map(
            program ->
                Value.named("some", Value.bytes(Payload.owning(program.hash().toByteArray()))))
        .orElseGet(() -> Value.named("none"));
  }

  /** Its children live on. */
  @Override
  public void ended(Pid pid) {
    waits.ended(pid);
  }

  @Override
  public void close() {}
}
