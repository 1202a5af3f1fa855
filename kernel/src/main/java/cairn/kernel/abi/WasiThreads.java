package cairn.kernel.abi;

import static cairn.kernel.engine.HostFunction.WasmType.I32;

import cairn.kernel.Answer;
import cairn.kernel.engine.HostFunction;
import cairn.registry.Interfaces;
import cairn.registry.MessageCodec;
import cairn.registry.Value;
import java.util.List;
import java.util.Optional;

/**
 * The import of wasi-threads: {@code wasi.thread-spawn}, as a message to {@code threads}. Answers
 * the thread's number, or a negative error number. Source: the wasi-threads proposal.
 */
public final class WasiThreads implements Personality {
  /** The name of the import module. */
  public static final String MODULE = "wasi";

  // The errno of preview 1: try again when a thread has ended; not supported.
  private static final int AGAIN = -6;
  private static final int NOTSUP = -58;

  private final Interfaces interfaces;

  /** Speaking the messages of these. */
  public WasiThreads(Interfaces interfaces) {
    this.interfaces = interfaces;
  }

  @Override
  public List<HostFunction> functions(Syscalls syscalls) {
    var threads = interfaces.shipped("threads").definition();
    var spawn = threads.message("spawn").orElseThrow();
    return List.of(
        new HostFunction(
            MODULE,
            "thread-spawn",
            List.of(I32),
            List.of(I32),
            (memory, in) -> {
              var body =
                  MessageCodec.encodeCall(
                      spawn, List.of(Value.named("none"), Value.unsigned(in[0] & 0xffff_ffffL)));
              return switch (syscalls.ask(threads.id(), body)) {
                case Answer.Failure() -> AGAIN;
                case Answer.Success(var answer) ->
                    switch (MessageCodec.decodeAnswer(spawn, answer)) {
                      case MessageCodec.Decoded.Ok<Value>(Value value) -> number(value);
                      case MessageCodec.Decoded.Malformed<Value> _ -> AGAIN;
                    };
              };
            }));
  }

  private static int number(Value answer) {
    var result = (Value.Case) answer;
    return switch (result.payload().orElseThrow()) {
      case Value.Unsigned(long number) -> (int) number;
      case Value.Case(String why, Optional<Value> _) ->
          why.equals("too-many") || why.equals("no-memory") ? AGAIN : NOTSUP;
      default -> throw new IllegalStateException("threads answered " + result);
    };
  }
}
