package cairn.kernel.ipc;

import cairn.kernel.NativeCall;
import cairn.kernel.NativeHandler;
import cairn.kernel.Pid;
import cairn.registry.Definition;
import cairn.registry.Interfaces;
import cairn.registry.Payload;
import cairn.registry.Value;
import java.io.ByteArrayOutputStream;
import java.util.List;

/** Answers {@code startup}: what a program was started with, byte for byte. Any thread. */
public final class StartupHandler implements NativeHandler {
  private final Definition definition;
  private final Families families;

  /** For the processes of these families. */
  public StartupHandler(Interfaces interfaces, Families families) {
    this.definition = interfaces.shipped("startup").definition();
    this.families = families;
  }

  @Override
  public Definition definition() {
    return definition;
  }

  @Override
  public void handle(NativeCall call) {
    var request = families.request(call.emitter());
    if (request.isEmpty()) {
      call.fail();
      return;
    }
    switch (call.message().name()) {
      case "arguments" -> call.answer(bytes(request.get().startup().words()));
      case "environment" -> call.answer(bytes(request.get().startup().environment()));
      default -> throw new IllegalStateException(call.message().name());
    }
  }

  /** One value, however many words: a body has at most 65,536 values. */
  private static Value bytes(List<Payload> words) {
    var all = new ByteArrayOutputStream();
    for (Payload word : words) {
      byte[] bytes = word.toByteArray();
      // A zero ends a word for whoever reads it, and must not begin another.
      int end = 0;
      while (end < bytes.length && bytes[end] != 0) end++;
      all.write(bytes, 0, end);
      all.write(0);
    }
    return Value.bytes(Payload.owning(all.toByteArray()));
  }

  @Override
  public void ended(Pid pid) {}

  @Override
  public void close() {}
}
