package cairn.kernel.host.redshirt;

import cairn.kernel.NativeCall;
import cairn.kernel.NativeHandler;
import cairn.registry.Interfaces;
import cairn.registry.Payload;
import cairn.registry.Value;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** All handlers of redshirt's interfaces that are not part of the router. Pure. */
public final class RedshirtHandlers {
  private static final List<String> LEVELS = List.of("trace", "debug", "info", "warn", "error");

  private final Interfaces interfaces;

  private RedshirtHandlers(Interfaces interfaces) {
    this.interfaces = interfaces;
  }

  /** They send to the interfaces of Cairn, whoever answers those. */
  public static List<NativeHandler> all(Interfaces interfaces) {
    var make = new RedshirtHandlers(interfaces);
    return List.of(
        make.log(),
        make.time(),
        make.systemTime(),
        make.random(),
        make.kernelDebug(),
        new RedshirtTcp(interfaces));
  }

  private Translation translation(String name, Consumer<NativeCall> each) {
    return new Translation(interfaces.shipped("redshirt-" + name).definition(), each);
  }

  private NativeHandler log() {
    var log = Ours.of(interfaces, "log");
    return translation(
        "log",
        call -> {
          // One-way; whoever asks all the same is not left waiting.
          call.fail();
          byte[] body = bytes(call.arguments().getFirst()).toByteArray();
          if (body.length == 0 || body[0] < 0 || body[0] >= LEVELS.size()) return;
          text(body)
              .ifPresent(
                  line ->
                      log.tell(call, "write", Value.named(LEVELS.get(body[0])), Value.text(line)));
        });
  }

  /** What stands behind the first byte; empty: it is not UTF-8. */
  private static Optional<String> text(byte[] body) {
    try {
      var line = ByteBuffer.wrap(body, 1, body.length - 1);
      return Optional.of(StandardCharsets.UTF_8.newDecoder().decode(line).toString());
    } catch (CharacterCodingException notText) {
      return Optional.empty();
    }
  }

  private NativeHandler time() {
    var time = Ours.of(interfaces, "time");
    return translation(
        "time",
        call -> {
          if (call.message().name().equals("get-monotonic")) {
            clock(call, time, "monotonic");
            return;
          }
          var until = ((Value.Items) call.arguments().getFirst()).items();
          // What does not fit into 64 bits is so far away that the last moment will do.
          long moment = number(until.get(1)) == 0 ? number(until.get(0)) : -1;
          call.onCancel(
              time.ask(
                  call,
                  "wait-until",
                  answer -> answer.ifPresentOrElse(call::answer, call::fail),
                  Value.named("monotonic"),
                  Value.unsigned(moment)));
        });
  }

  private NativeHandler systemTime() {
    var time = Ours.of(interfaces, "time");
    return translation("system-time", call -> clock(call, time, "wall"));
  }

  /** Answers with this clock of ours, as 128 bits. */
  private static void clock(NativeCall call, Ours time, String which) {
    call.onCancel(
        time.ask(
            call,
            which,
            answer ->
                answer.ifPresentOrElse(
                    now -> call.answer(new Value.Items(List.of(now, Value.unsigned(0)))),
                    call::fail)));
  }

  private NativeHandler random() {
    var random = Ours.of(interfaces, "random");
    return translation(
        "random",
        call ->
            call.onCancel(
                random.ask(
                    call,
                    "bytes",
                    answer -> answer.ifPresentOrElse(call::answer, call::fail),
                    call.arguments().getFirst())));
  }

  private NativeHandler kernelDebug() {
    var debug = Ours.of(interfaces, "kernel-debug");
    return translation(
        "kernel-debug",
        call -> {
          if (!bytes(call.arguments().getFirst()).isEmpty()) {
            call.fail();
            return;
          }
          call.onCancel(
              debug.ask(
                  call,
                  "counters",
                  answer ->
                      call.answer(
                          Value.bytes(
                              Ours.ok(answer)
                                  .map(text -> Payload.utf8(((Value.Text) text).value()))
                                  .orElse(Payload.EMPTY)))));
        });
  }

  private static Payload bytes(Value value) {
    return ((Value.Bytes) value).value();
  }

  private static long number(Value value) {
    return ((Value.Unsigned) value).value();
  }
}
