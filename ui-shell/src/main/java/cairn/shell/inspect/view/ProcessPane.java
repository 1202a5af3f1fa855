package cairn.shell.inspect.view;

import cairn.kernel.Limits;
import cairn.kernel.Pid;
import cairn.kernel.ProgramId;
import cairn.registry.Cid;
import cairn.shell.Amounts;
import cairn.shell.PlainWords;
import cairn.shell.inspect.Figures;
import cairn.shell.inspect.History;
import cairn.shell.inspect.History.Samples;
import cairn.shell.inspect.InspectWords;
import cairn.shell.inspect.ProcessDetails;
import cairn.themes.Look;
import java.util.Optional;
import java.util.function.BiConsumer;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Label;
import javafx.scene.control.ScrollPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Region;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;

/** Everything about one process, below the table. */
final class ProcessPane extends StackPane {
  private static final double PICTURE = 32;

  private final HBox head = Pieces.row(12);
  private final Label name = Pieces.label("", Look.STRONG, "c-inspect-name");
  private final Label pid = Pieces.label("", Look.MUTED);
  private final Label startedBy = Pieces.label("", Look.MUTED);
  private final LimitsPane limits;
  private final Label hash = Pieces.label("", Look.MONO, Look.MUTED);
  private final Chart cpu = new Chart("chart.cpu", 5, "c-inspect-cpu");
  private final Chart memory = new Chart("chart.memory", 1 << 16, "c-inspect-memory");
  private final Chart messages = new Chart("chart.messages", 10, "c-inspect-messages");
  private final FactList inFlight = new FactList();
  private final Label idle = Pieces.label(InspectWords.say("flight.none"), Look.MUTED);
  private final FactList totals = new FactList();
  private final Label stackTitle =
      Pieces.label(InspectWords.say("stack.title"), Look.H3, "c-inspect-next");
  private final Label stack = Pieces.label("", Look.MONO, "c-inspect-stack");
  private final Label threadsTitle =
      Pieces.label(InspectWords.say("threads.title"), Look.H3, "c-inspect-next");
  private final ThreadList threads = new ThreadList();
  private final Label nobody = Pieces.label(InspectWords.say("processes.pick"), Look.MUTED);
  private final HBox both;
  private Optional<ProgramId> pictured = Optional.empty();

  /** {@code change}: gives a process other limits. */
  ProcessPane(BiConsumer<Pid, Limits> change) {
    limits = new LimitsPane(change);
    getStyleClass().add("c-inspect-details");
    head.getChildren()
        .addAll(
            ProcessCells.picture(pictured, PICTURE),
            new VBox(1, baseline(name, pid), hash, startedBy));
    hash.setMinWidth(0);
    pid.setMinWidth(Region.USE_PREF_SIZE);
    name.setMinWidth(0);
    var charts = new HBox(12, cpu, memory, messages);
    var left = new VBox(14, head, charts, new VBox(8, threadsTitle, threads));
    left.getStyleClass().add("c-inspect-half");
    var right =
        new VBox(
            8,
            Pieces.label(InspectWords.say("flight.title"), Look.H3),
            inFlight,
            idle,
            stackTitle,
            stack,
            Pieces.label(InspectWords.say("totals.title"), Look.H3, "c-inspect-next"),
            totals,
            limits);
    right.getStyleClass().addAll("c-inspect-half", "c-inspect-second");
    both = new HBox(scrolling(left), scrolling(right));
    Pieces.split(both, widthProperty(), 0.545);
    getChildren().addAll(both, nobody);
    show(Optional.empty());
  }

  private static Node baseline(Label name, Label pid) {
    var line = new HBox(6, name, pid);
    line.setAlignment(Pos.BASELINE_LEFT);
    return line;
  }

  private static ScrollPane scrolling(Node content) {
    var pane = new ScrollPane(content);
    pane.setFitToWidth(true);
    pane.setFitToHeight(true);
    pane.setHbarPolicy(ScrollPane.ScrollBarPolicy.NEVER);
    pane.setMinWidth(0);
    return pane;
  }

  void show(Optional<ProcessDetails> details) {
    both.setVisible(details.isPresent());
    nobody.setVisible(details.isEmpty());
    details.ifPresent(this::fill);
  }

  private void fill(ProcessDetails details) {
    var process = details.process();
    if (!process.program().equals(pictured)) {
      pictured = process.program();
      head.getChildren().set(0, ProcessCells.picture(pictured, PICTURE));
    }
    name.setText(PlainWords.program(process.name()));
    pid.setText(details.pidAndAge());
    hash.setText(
        process
            .program()
            .map(program -> Cid.raw(program.hash()).toString())
            .orElseGet(
                () ->
                    InspectWords.say(
                        details.isOver() ? "details.never-a-hash" : "details.no-hash")));
    startedBy.setText(details.startedBy().orElse(""));
    Pieces.show(startedBy, details.startedBy().isPresent());
    limits.show(details);
    cpu.show(
        Figures.percent(details.rates().cpuPercent()),
        details.history().map(History::cpu).orElse(Samples.NONE));
    memory.show(
        Amounts.bytes(process.memoryBytes()),
        details.history().map(History::memory).orElse(Samples.NONE));
    messages.show(
        InspectWords.say("chart.rate", Amounts.count(details.rates().messagesPerSecond())),
        details.history().map(History::messages).orElse(Samples.NONE));
    inFlight.show(details.inFlight());
    Pieces.show(inFlight, !details.inFlight().isEmpty());
    Pieces.show(idle, details.inFlight().isEmpty());
    totals.show(details.totals());
    threads.show(details.threads());
    Pieces.show(threadsTitle, !details.threads().isEmpty());
    stack.setText(String.join("\n", details.stack()));
    Pieces.show(stackTitle, !details.stack().isEmpty());
    Pieces.show(stack, !details.stack().isEmpty());
  }
}
