package cairn.shell.inspect;

import cairn.kernel.Kernel;
import cairn.kernel.KernelSnapshot;
import cairn.kernel.KernelSnapshot.HandledBy;
import cairn.kernel.MessageTrace;
import cairn.kernel.Pid;
import cairn.kernel.ProgramId;
import cairn.shell.PlainWords;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.function.LongSupplier;
import javafx.beans.property.ReadOnlyBooleanProperty;
import javafx.beans.property.ReadOnlyBooleanWrapper;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.collections.FXCollections;
import javafx.collections.ObservableList;

/**
 * What {@code cairn:messages} shows: the newest messages that pass a filter, brought up to date
 * with every snapshot. Confined to the JavaFX thread; the trace is read by one task at a time on
 * the executor it is given, so a flood of messages costs the window no more than {@value
 * MessageReader#MOST} rows a look.
 */
public final class MessagesModel {
  /**
   * How much there is.
   *
   * @param matching that passed the filter; {@code shown}: of these, the newest
   * @param seen that went through the kernel
   * @param dropped of these, heads that were overwritten
   */
  public record Counts(long matching, int shown, long seen, long dropped) {}

  /** A program whose bodies may be recorded. */
  public record Recordable(ProgramId program, String name, boolean recorded) {}

  private final Kernel kernel;
  private final Executor work;
  private final Executor paint;
  private final MessageReader reader;
  private final ObservableList<LiveRow<MessageRow>> rows = FXCollections.observableArrayList();
  private final ReadOnlyObjectWrapper<Counts> counts =
      new ReadOnlyObjectWrapper<>(new Counts(0, 0, 0, 0));
  private final ReadOnlyObjectWrapper<Optional<MessageFilterParser.Parsed.Wrong>> fault =
      new ReadOnlyObjectWrapper<>(Optional.empty());
  private final ReadOnlyObjectWrapper<Optional<MessageDetails>> chosen =
      new ReadOnlyObjectWrapper<>(Optional.empty());
  private final ReadOnlyBooleanWrapper paused = new ReadOnlyBooleanWrapper();
  private MessageFilter filter = new MessageFilter.All();
  private Optional<KernelSnapshot> last = Optional.empty();
  private final ReadOnlyObjectWrapper<Optional<Integer>> exported =
      new ReadOnlyObjectWrapper<>(Optional.empty());
  private boolean busy;
  private final ReadOnlyBooleanWrapper looked = new ReadOnlyBooleanWrapper();
  private boolean closed;
  private boolean again;
  private boolean anew = true;
  private long from = 1;
  private long chosenNumber;
  private long turn;

  /** {@code work}: runs one task at a time or more; {@code paint}: the JavaFX thread's. */
  public MessagesModel(
      Kernel kernel, InstantSource clock, LongSupplier nanos, Executor work, Executor paint) {
    this.kernel = kernel;
    this.work = work;
    this.paint = paint;
    this.reader = new MessageReader(kernel.trace(), kernel.interfaces(), clock, nanos);
  }

  /** The rows, in the order in which the messages were emitted. */
  public ObservableList<LiveRow<MessageRow>> rows() {
    return FXCollections.unmodifiableObservableList(rows);
  }

  /** How much there is. */
  public ReadOnlyObjectProperty<Counts> counts() {
    return counts.getReadOnlyProperty();
  }

  /** Why the filter cannot be read; the last good one holds. */
  public ReadOnlyObjectProperty<Optional<MessageFilterParser.Parsed.Wrong>> fault() {
    return fault.getReadOnlyProperty();
  }

  /** Whether the trace was looked at, so that {@link #counts} says something. */
  public ReadOnlyBooleanProperty looked() {
    return looked.getReadOnlyProperty();
  }

  /** Everything about the chosen message. */
  public ReadOnlyObjectProperty<Optional<MessageDetails>> chosen() {
    return chosen.getReadOnlyProperty();
  }

  /** Whether it stands still. */
  public ReadOnlyBooleanProperty paused() {
    return paused.getReadOnlyProperty();
  }

  /** The kernel moved on. */
  public void take(KernelSnapshot now) {
    last = Optional.of(now);
    if (!paused.get()) read();
  }

  private void read() {
    if (busy) {
      again = true;
      return;
    }
    if (last.isEmpty()) return;
    busy = true;
    again = false;
    var job = new MessageReader.Job(last.get(), filter, anew, from, chosenNumber, turn);
    anew = false;
    work.execute(
        () -> {
          try {
            var batch = reader.read(job);
            paint.execute(() -> apply(batch));
          } catch (RuntimeException bug) {
            // The next look may fare better; this one is told where the thread's root tells.
            paint.execute(() -> busy = false);
            throw bug;
          }
        });
  }

  private void apply(MessageReader.Batch batch) {
    busy = false;
    if (closed) return;
    if (batch.job().turn() == turn) {
      show(batch);
      counts.set(new Counts(batch.matching(), rows.size(), batch.seen(), batch.overwritten()));
      looked.set(true);
      if (batch.job().chosen() == chosenNumber) chosen.set(batch.chosen());
    }
    if (again) read();
  }

  private void show(MessageReader.Batch batch) {
    if (batch.job().anew()) {
      rows.setAll(batch.rows().stream().map(LiveRow::new).toList());
      return;
    }
    if (!batch.gone().isEmpty())
      rows.removeIf(row -> batch.gone().contains(row.now().row().number()));
    var fresh = new ArrayList<LiveRow<MessageRow>>();
    long newest = rows.isEmpty() ? 0 : rows.getLast().now().row().number();
    for (var row : batch.rows()) {
      if (row.row().number() > newest) {
        fresh.add(new LiveRow<>(row));
        continue;
      }
      int at = find(row.row().number());
      if (at >= 0) rows.get(at).say(row);
      else rows.add(-at - 1, new LiveRow<>(row));
    }
    int over = rows.size() + fresh.size() - MessageReader.MOST;
    if (over >= rows.size() && over > 0) {
      rows.setAll(fresh.subList(Math.max(0, fresh.size() - MessageReader.MOST), fresh.size()));
      return;
    }
    if (over > 0) rows.remove(0, over);
    rows.addAll(fresh);
  }

  private int find(long number) {
    int low = 0;
    int high = rows.size() - 1;
    while (low <= high) {
      int middle = (low + high) >>> 1;
      long there = rows.get(middle).now().row().number();
      if (there == number) return middle;
      if (there < number) low = middle + 1;
      else high = middle - 1;
    }
    return -low - 1;
  }

  /** Shows what passes a filter, from all messages that are remembered. */
  public void filter(String text) {
    switch (MessageFilterParser.parse(text)) {
      case MessageFilterParser.Parsed.Wrong wrong -> fault.set(Optional.of(wrong));
      case MessageFilterParser.Parsed.Ok(MessageFilter wanted) -> {
        fault.set(Optional.empty());
        if (wanted.equals(filter)) return;
        filter = wanted;
        restart();
      }
    }
  }

  private void restart() {
    turn++;
    anew = true;
    read();
  }

  /** Empties the page: it begins with the next message. */
  public void clear() {
    from = kernel.trace().next();
    rows.clear();
    restart();
  }

  /** Stands still, or goes on. Heads are noted all the while. */
  public void pause(boolean wanted) {
    paused.set(wanted);
    if (!wanted) read();
  }

  /** Shows everything about a message. */
  public void choose(Optional<MessageRow> row) {
    long number = row.map(is -> is.row().number()).orElse(0L);
    if (number == chosenNumber) return;
    chosenNumber = number;
    if (row.isEmpty()) chosen.set(Optional.empty());
    else read();
  }

  /** A filter for all that goes between the two ends of a message, both ways. */
  public static String conversation(MessageRow row) {
    String from = row.row().from().toString();
    return switch (row.row().to()) {
      case HandledBy.Process(Pid to) ->
          "(from=" + from + " && to=" + to + ") || (from=" + to + " && to=" + from + ")";
      case HandledBy.Native _, HandledBy.Nobody _ ->
          "from=" + from + " && interface=\"" + row.interfaceName() + "\"";
    };
  }

  /**
   * Programs that run, or have and may again, and could be recorded; and those that are. By name.
   */
  public List<Recordable> recordable() {
    var recorded = kernel.trace().recording().programs();
    Map<ProgramId, Recordable> all = new LinkedHashMap<>();
    for (var process : last.map(KernelSnapshot::processes).orElse(List.of()))
      process
          .program()
          .ifPresent(
              program ->
                  all.putIfAbsent(
                      program,
                      new Recordable(
                          program,
                          PlainWords.program(process.name()),
                          recorded.contains(program))));
    for (var program : recorded)
      all.putIfAbsent(program, new Recordable(program, program.toString().substring(0, 8), true));
    return all.values().stream()
        .sorted(java.util.Comparator.comparing(Recordable::name, String.CASE_INSENSITIVE_ORDER))
        .toList();
  }

  /** Whether a program's bodies are recorded. */
  public boolean records(ProgramId program) {
    return kernel.trace().recording().programs().contains(program);
  }

  /** Records a program's bodies from now on, or no more. */
  public void record(ProgramId program, boolean wanted) {
    kernel.trace().record(program, wanted);
  }

  /** How messages are written down. */
  public enum Format {
    /** An array of objects. */
    JSON,
    /** A capture for Wireshark. */
    PCAPNG
  }

  /** Writes the rows shown, with the bodies that were recorded; {@link #exported} tells. */
  public void export(Path to, Format as) {
    MessageTrace trace = kernel.trace();
    var shown = rows.stream().map(LiveRow::now).toList();
    work.execute(
        () -> {
          int written;
          try {
            switch (as) {
              case JSON -> Files.writeString(to, MessageJson.of(shown, trace::bodies));
              case PCAPNG -> {
                try (var out = new BufferedOutputStream(Files.newOutputStream(to))) {
                  MessagePcapng.write(shown, trace::bodies, out);
                }
              }
            }
            written = shown.size();
          } catch (IOException full) {
            written = -1;
          }
          int rowsWritten = written;
          paint.execute(() -> exported.set(Optional.of(rowsWritten)));
        });
  }

  /** How many rows the last export wrote; -1 when it failed. */
  public ReadOnlyObjectProperty<Optional<Integer>> exported() {
    return exported.getReadOnlyProperty();
  }

  /** Nobody looks any more. */
  public void close() {
    closed = true;
  }
}
