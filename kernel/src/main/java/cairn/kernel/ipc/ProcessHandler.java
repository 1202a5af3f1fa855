package cairn.kernel.ipc;

import cairn.kernel.NativeCall;
import cairn.kernel.NativeHandler;
import cairn.kernel.OpenRequest;
import cairn.kernel.Pid;
import cairn.registry.Definition;
import cairn.registry.Interfaces;
import cairn.registry.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** Answers {@code process}: what a program was started with. Any thread. */
public final class ProcessHandler implements NativeHandler {
  private final Definition definition;
  private final Function<Pid, Optional<OpenRequest>> requests;

  /** {@code requests}: with what a process was opened. */
  public ProcessHandler(Interfaces interfaces, Function<Pid, Optional<OpenRequest>> requests) {
    this.definition = interfaces.shipped("process").definition();
    this.requests = requests;
  }

  @Override
  public Definition definition() {
    return definition;
  }

  @Override
  public void handle(NativeCall call) {
    var request = requests.apply(call.emitter());
    if (request.isEmpty()) {
      call.fail();
      return;
    }
    call.answer(
        switch (call.message().name()) {
          case "arguments" -> arguments(request.get());
          case "environment" -> environment(request.get().environment());
          default -> throw new IllegalStateException(call.message().name());
        });
  }

  private static Value arguments(OpenRequest request) {
    var all = new ArrayList<Value>();
    all.add(Value.text(request.name()));
    request.arguments().forEach(argument -> all.add(Value.text(argument)));
    return new Value.Items(all);
  }

  private static Value environment(Map<String, String> environment) {
    var all = new ArrayList<Value>();
    environment.entrySet().stream()
        .sorted(Map.Entry.comparingByKey())
        .forEach(
            entry ->
                all.add(
                    new Value.Items(
                        List.of(Value.text(entry.getKey()), Value.text(entry.getValue())))));
    return new Value.Items(all);
  }

  @Override
  public void ended(Pid pid) {}

  @Override
  public void close() {}
}
