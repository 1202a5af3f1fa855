package cairn.shell.inspect;

import cairn.kernel.KernelSnapshot;
import cairn.kernel.MessageTrace;
import cairn.kernel.MessageTrace.Row;
import cairn.registry.Interfaces;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.LongSupplier;

/**
 * Reads the trace for a page: what is new since the last time and passes the filter, and what has
 * become of messages that were not over. However much there is, it keeps the newest {@value #MOST}.
 * Confined to one task at a time, away from the JavaFX thread.
 */
final class MessageReader {
  /** Rows that a page shows. */
  static final int MOST = 5_000;

  private static final int CHUNK = 8_192;

  /**
   * What to read.
   *
   * @param from the first row to read when {@code anew}; else it goes on where it was
   * @param chosen the row whose bodies are to be seen; 0 for none
   */
  record Job(
      KernelSnapshot now, MessageFilter filter, boolean anew, long from, long chosen, long turn) {}

  /**
   * What was read.
   *
   * @param rows new, or changed, by number
   * @param gone numbers of rows that no longer pass
   * @param matching rows that passed since it was read anew
   */
  record Batch(
      Job job,
      List<MessageRow> rows,
      Set<Long> gone,
      long matching,
      long seen,
      long overwritten,
      Optional<MessageDetails> chosen) {}

  private final MessageTrace trace;
  private final MessageNames names;
  private final Interfaces interfaces;
  private final LongSupplier nanos;

  /** Rows that are not over, whether they pass or not; the newest. */
  private final LinkedHashSet<Long> open = new LinkedHashSet<>();

  private long next = 1;
  private long matching;

  MessageReader(
      MessageTrace trace, Interfaces interfaces, InstantSource clock, LongSupplier nanos) {
    this.trace = trace;
    this.interfaces = interfaces;
    this.names = new MessageNames(interfaces, new WallClock(clock, nanos));
    this.nanos = nanos;
  }

  Batch read(Job job) {
    names.learn(job.now());
    var rows = new TreeMap<Long, MessageRow>();
    var gone = new LinkedHashSet<Long>();
    if (job.anew()) {
      open.clear();
      next = job.from();
      matching = 0;
    } else {
      again(job.filter(), rows, gone);
    }
    fresh(job.filter(), rows);
    return new Batch(
        job,
        List.copyOf(rows.values()),
        gone,
        matching,
        trace.next() - 1,
        trace.overwritten(),
        trace.row(job.chosen()).map(this::details));
  }

  private void again(MessageFilter filter, NavigableMap<Long, MessageRow> rows, Set<Long> gone) {
    long now = nanos.getAsLong();
    for (long number : new ArrayList<>(open)) {
      var row = trace.row(number).map(found -> names.row(found, now));
      if (row.isEmpty() || !row.get().verdict().isOpen()) open.remove(number);
      if (row.isEmpty()) continue;
      if (filter.passes(row.get())) rows.put(number, row.get());
      else gone.add(number);
    }
  }

  private void fresh(MessageFilter filter, NavigableMap<Long, MessageRow> rows) {
    long end = trace.next();
    while (next < end) {
      var chunk = trace.since(next, CHUNK);
      long now = nanos.getAsLong();
      for (Row raw : chunk.rows()) {
        var row = names.row(raw, now);
        if (row.verdict().isOpen()) keep(raw.number());
        if (!filter.passes(row)) continue;
        matching++;
        rows.put(raw.number(), row);
        if (rows.size() > MOST) rows.pollFirstEntry();
      }
      // One that has just begun is not there yet.
      if (chunk.next() == next) return;
      next = chunk.next();
    }
  }

  private void keep(long number) {
    open.add(number);
    if (open.size() > MOST) open.removeFirst();
  }

  private MessageDetails details(Row row) {
    return MessageDetails.of(
        names.row(row, nanos.getAsLong()),
        interfaces.find(row.on()).map(Interfaces.Known::definition),
        trace.bodies(row.number()));
  }
}
