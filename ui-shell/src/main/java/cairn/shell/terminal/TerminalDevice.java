package cairn.shell.terminal;

import cairn.kernel.host.ConsoleDevice;
import cairn.kernel.host.ConsoleInput;
import cairn.registry.Payload;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * The terminal of one process: between the console handler, which writes and reads bytes, and a
 * view, which takes frames and gives keys.
 *
 * <p>Threads. Programs write on the handler's threads and wait there while the queue is full. Turns
 * on the executor carry at most {@value #TURN} bytes each to the screen; {@code scheduled} sees to
 * it that there is one turn at a time, whatever the executor, so all that a turn touches is
 * confined to turns. A view reads on the JavaFX thread: a frame costs the buffer's lock for as long
 * as one screen is copied.
 */
public final class TerminalDevice implements ConsoleDevice, AutoCloseable {
  /** The size before a view says otherwise. */
  public static final Size USUAL = new Size(80, 24);

  private static final int TURN = 16 << 10;
  private static final Size LEAST = new Size(5, 2);
  private static final Size MOST = new Size(1000, 500);

  /** What the user reads when the emulator died. In the terminal itself, so plain text. */
  static final String RESET_NOTICE =
      "\u001b[2m[This terminal could not follow what the program printed and was cleared.]\u001b[0m\r\n";

  private final Executor turns;
  private final OutputQueue queue = new OutputQueue();
  private final ConsoleInput input = new ConsoleInput();
  private final AtomicBoolean scheduled = new AtomicBoolean();
  private final AtomicBoolean dirty = new AtomicBoolean(true);
  private final CopyOnWriteArrayList<Runnable> resizeActions = new CopyOnWriteArrayList<>();
  private volatile Runnable onDirty = () -> {};
  private volatile Size size;
  private volatile Screen screen;
  private volatile TerminalModes modes = TerminalModes.PLAIN;
  private volatile boolean over;
  private volatile boolean closed;

  // Confined to turns.
  private final SequenceCutter cutOut = new SequenceCutter();
  private final SequenceCutter cutErr = new SequenceCutter();
  private Size applied;
  private boolean settled;

  /** An empty screen. {@code turns} carries out what was printed, on threads of its own. */
  public TerminalDevice(Executor turns, Size size) {
    this.turns = turns;
    this.size = clamp(size);
    this.applied = this.size;
    this.screen = new Screen(this.size);
  }

  @Override
  public void write(boolean toErr, Payload bytes) {
    try {
      queue.put(toErr, bytes, this::schedule);
    } catch (InterruptedException e) {
      // Whoever interrupts a handler wants it to come back, not to print.
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public ConsoleInput input() {
    return input;
  }

  @Override
  public Size size() {
    return size;
  }

  /** Runs on the executor of the turns, when the screen has the new size. */
  @Override
  public void onResize(Runnable action) {
    resizeActions.add(action);
  }

  @Override
  public void ended() {
    over = true;
    schedule();
  }

  /** Whether the process is over; keys lead nowhere then. */
  public boolean isOver() {
    return over;
  }

  /** Gives the screen another size, soon; the program sees it at once. Any thread. */
  public void resizeTo(Size wanted) {
    var to = clamp(wanted);
    if (to.equals(size)) return;
    size = to;
    schedule();
  }

  private static Size clamp(Size wanted) {
    return new Size(
        Math.clamp(wanted.columns(), LEAST.columns(), MOST.columns()),
        Math.clamp(wanted.rows(), LEAST.rows(), MOST.rows()));
  }

  /**
   * What a key or a paste sends. Dropped when the program is over, or reads so little that its
   * queue is full.
   */
  public void type(byte[] bytes) {
    if (!over && bytes.length > 0) input.offer(Payload.copyOf(bytes));
  }

  /** What the program has asked of the keyboard. */
  public TerminalModes modes() {
    return modes;
  }

  /**
   * Sets the one action that runs when the screen has changed and {@link #takeDirty} was called
   * since the last time; on whatever thread changed it. It must return at once.
   */
  public void onDirty(Runnable action) {
    onDirty = action;
    if (dirty.get()) action.run();
  }

  /** Whether the screen has changed since this was called last. */
  public boolean takeDirty() {
    return dirty.getAndSet(false);
  }

  /** What to show, scrolled back by so many lines or as many as there are. */
  public TerminalFrame frame(int back) {
    return screen.frame(back);
  }

  /** The text of a span of lines. */
  public String text(TextSpan span) {
    return screen.text(span);
  }

  /** The view is gone: whoever waits to print goes on, and what is printed later is dropped. */
  @Override
  public void close() {
    closed = true;
    over = true;
    queue.close();
    input.end();
  }

  private void schedule() {
    if (!closed && scheduled.compareAndSet(false, true)) turns.execute(this::turn);
  }

  private void turn() {
    try {
      applyAndTell();
    } finally {
      // INVARIANT: cleared before looking, so work that comes now schedules its own turn. Cleared
      // whatever was thrown: otherwise no turn would ever come again.
      scheduled.set(false);
      if (!queue.isEmpty() || !applied.equals(size) || (over && !settled)) schedule();
    }
  }

  private void applyAndTell() {
    try {
      apply();
    } catch (Throwable e) {
      // Hostile text enters the emulator here. Whatever it did to it, be it that there was no
      // memory left, a new one takes its place.
      screen = new Screen(applied);
      screen.feed(false, RESET_NOTICE);
    }
    modes = screen.modes();
    if (!dirty.getAndSet(true)) onDirty.run();
  }

  private void apply() {
    var wanted = size;
    if (!applied.equals(wanted)) {
      applied = wanted;
      screen.resize(wanted);
      resizeActions.forEach(Runnable::run);
    }
    var piece = queue.take(TURN);
    if (!piece.bytes().isEmpty())
      screen.feed(piece.err(), (piece.err() ? cutErr : cutOut).cut(piece.bytes().toByteArray()));
    else if (over && !settled) {
      settled = true;
      screen.settle();
    }
  }
}
