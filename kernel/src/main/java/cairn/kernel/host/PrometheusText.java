package cairn.kernel.host;

import cairn.kernel.Fallbacks;
import cairn.kernel.KernelSnapshot;
import cairn.kernel.ProcessState;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.function.ToLongFunction;

/**
 * A snapshot in the text format of Prometheus, version 0.0.4. Labels carry names that programs and
 * people gave, so they are escaped. Pure.
 */
final class PrometheusText {
  private final StringBuilder out = new StringBuilder();

  private PrometheusText() {}

  /** All counters of this moment. */
  static String of(KernelSnapshot snapshot, Map<Fallbacks.Kind, Long> fallbacks) {
    var text = new PrometheusText();
    var totals = snapshot.totals();
    text.head("cairn_processes", "gauge", "Processes that have not ended.");
    text.line("cairn_processes", "", totals.running());
    text.head("cairn_processes_asking", "gauge", "Processes that wait for the user.");
    text.line("cairn_processes_asking", "", totals.asking());
    text.head("cairn_memory_bytes", "gauge", "Memories of all processes.");
    text.line("cairn_memory_bytes", "", totals.memoryBytes());
    text.head("cairn_heap_bytes", "gauge", "Heap that modules and tables take.");
    text.line("cairn_heap_bytes", "", totals.heapBytes());
    text.head("cairn_stack_bytes", "gauge", "Heap that stacks of waiting threads keep.");
    text.line("cairn_stack_bytes", "", totals.stackBytes());
    text.fallbacks(fallbacks);
    text.processes(snapshot.processes());
    text.interfaces(snapshot.interfaces());
    return text.out.toString();
  }

  private void fallbacks(Map<Fallbacks.Kind, Long> counts) {
    head("cairn_fallbacks_total", "counter", "What had to go a lesser way, since the start.");
    for (var kind : Fallbacks.Kind.values())
      line(
          "cairn_fallbacks_total",
          "{kind=\"" + kind.name().toLowerCase(Locale.ROOT) + "\"}",
          counts.getOrDefault(kind, 0L));
  }

  private void processes(List<KernelSnapshot.OfProcess> rows) {
    var living = rows.stream().filter(row -> !(row.state() instanceof ProcessState.Ended)).toList();
    Function<KernelSnapshot.OfProcess, String> labels =
        row -> "pid=\"" + row.pid().number() + "\",name=\"" + escaped(row.name()) + "\"";
    each(
        "process_cpu_nanoseconds_total",
        "Time its threads have run.",
        living,
        labels,
        KernelSnapshot.OfProcess::cpuNanos);
    each(
        "process_memory_bytes",
        "Its memories and tables.",
        living,
        labels,
        KernelSnapshot.OfProcess::memoryBytes);
    each(
        "process_mailbox_messages",
        "Messages that wait for it.",
        living,
        labels,
        KernelSnapshot.OfProcess::mailboxMessages);
    each(
        "process_open_questions",
        "Its questions without an answer.",
        living,
        labels,
        KernelSnapshot.OfProcess::openQuestions);
    each(
        "process_sent_total",
        "Messages it emitted.",
        living,
        labels,
        KernelSnapshot.OfProcess::sent);
    each(
        "process_received_total",
        "Messages and answers it took.",
        living,
        labels,
        KernelSnapshot.OfProcess::received);
    each(
        "process_refused_total",
        "Messages that were denied.",
        living,
        labels,
        KernelSnapshot.OfProcess::denied);
    each(
        "process_malformed_total",
        "Messages that are not what their definition says.",
        living,
        labels,
        KernelSnapshot.OfProcess::malformed);
    each(
        "process_dropped_total",
        "Messages that went nowhere.",
        living,
        labels,
        KernelSnapshot.OfProcess::dropped);
  }

  private void interfaces(List<KernelSnapshot.OfInterface> rows) {
    Function<KernelSnapshot.OfInterface, String> labels =
        row -> "id=\"" + row.id() + "\",name=\"" + escaped(row.name()) + "\"";
    each(
        "interface_messages_total",
        "Messages accepted for its handler.",
        rows,
        labels,
        KernelSnapshot.OfInterface::messages);
    each(
        "interface_answered_total",
        "Questions answered with success.",
        rows,
        labels,
        KernelSnapshot.OfInterface::answered);
    each(
        "interface_errors_total",
        "Questions answered with an error.",
        rows,
        labels,
        KernelSnapshot.OfInterface::errors);
    each(
        "interface_refused_total",
        "Messages that were denied.",
        rows,
        labels,
        KernelSnapshot.OfInterface::denied);
    each(
        "interface_malformed_total",
        "Messages that are not what its definition says.",
        rows,
        labels,
        KernelSnapshot.OfInterface::malformed);
    each(
        "interface_waiting",
        "Messages that wait for a handler or room.",
        rows,
        labels,
        KernelSnapshot.OfInterface::waiting);
  }

  private <T> void each(
      String name, String help, List<T> rows, Function<T, String> labels, ToLongFunction<T> value) {
    head("cairn_" + name, name.endsWith("_total") ? "counter" : "gauge", help);
    for (T row : rows) line("cairn_" + name, "{" + labels.apply(row) + "}", value.applyAsLong(row));
  }

  private void head(String name, String type, String help) {
    out.append("# HELP ").append(name).append(' ').append(help).append('\n');
    out.append("# TYPE ").append(name).append(' ').append(type).append('\n');
  }

  private void line(String name, String labels, long value) {
    out.append(name).append(labels).append(' ').append(value).append('\n');
  }

  private static String escaped(String label) {
    return label.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n");
  }
}
