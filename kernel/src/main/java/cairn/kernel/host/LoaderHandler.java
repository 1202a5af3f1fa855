package cairn.kernel.host;

import cairn.kernel.LoadFault;
import cairn.kernel.LoaderNotes;
import cairn.kernel.NativeCall;
import cairn.kernel.NativeHandler;
import cairn.kernel.Pid;
import cairn.registry.Cid;
import cairn.registry.ContentAddress;
import cairn.registry.Definition;
import cairn.registry.Interfaces;
import cairn.registry.Payload;
import cairn.registry.PlainText;
import cairn.registry.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Answers {@code loader} over a {@link ProgramSource}.
 *
 * <p>A process has at most {@value #HANDLES} loads at once, and each load at most one open {@code
 * next}; a second is answered with an error. Pieces are at most 1 MiB. A handle works only for the
 * process that opened it. A load that failed keeps failing in the same way until it is closed. What
 * the answers have no words for is in the {@link LoaderNotes}, by handle, which count up and are
 * one sequence for all processes.
 */
public final class LoaderHandler implements NativeHandler, LoaderNotes {
  /** Loads of one process at once. */
  public static final int HANDLES = 64;

  private static final int TRIED = 1000;

  private final Definition definition;
  private final ProgramSource source;
  private final AtomicInteger lastHandle = new AtomicInteger();
  private final Map<Integer, Load> loads = new ConcurrentHashMap<>();

  /** Over this source. */
  public LoaderHandler(Interfaces interfaces, ProgramSource source) {
    this.definition = interfaces.shipped("loader").definition();
    this.source = source;
  }

  @Override
  public Definition definition() {
    return definition;
  }

  @Override
  public void handle(NativeCall call) {
    switch (call.message().name()) {
      case "open" -> open(call);
      case "next" -> {
        Load load = find(call);
        if (load == null) call.answer(Value.err("invalid-handle"));
        else load.next(call);
      }
      case "close" -> {
        Load load = find(call);
        if (load != null && loads.remove(load.handle, load)) load.close();
      }
      default -> call.fail();
    }
  }

  private void open(NativeCall call) {
    var cid = ((Value.Bytes) call.arguments().get(0)).value();
    var path = (Value.Items) call.arguments().get(1);
    if (!(Cid.decode(cid) instanceof Cid.Read.Ok(Cid root, int _))) {
      call.answer(Value.err("not-found"));
      return;
    }
    Pid emitter = call.emitter();
    if (loads.values().stream().filter(load -> load.emitter.equals(emitter)).count() >= HANDLES) {
      call.answer(unreachable("this process already loads " + HANDLES + " programs"));
      return;
    }
    List<String> names = new ArrayList<>();
    for (Value name : path.items()) names.add(((Value.Text) name).value());
    ProgramSource.Stream stream = source.open(new ContentAddress(root, names));
    int handle = lastHandle.incrementAndGet();
    // The path is the stream's for as long as it is open.
    Load load = new Load(handle, emitter, stream, call.keep());
    loads.put(handle, load);
    if (call.tryAnswer(Value.ok(Value.unsigned(handle & 0xffff_ffffL)))) return;
    // Nobody will ever know the handle.
    loads.remove(handle);
    load.close();
  }

  /** The emitter's own load that the first argument names, or null. */
  private @Nullable Load find(NativeCall call) {
    int handle = (int) ((Value.Unsigned) call.arguments().get(0)).value();
    Load load = loads.get(handle);
    return load != null && load.emitter.equals(call.emitter()) ? load : null;
  }

  @Override
  public Optional<LoadFault> fault(int handle) {
    return Optional.ofNullable(loads.get(handle)).flatMap(load -> load.fault);
  }

  @Override
  public String from(int handle) {
    Load load = loads.get(handle);
    return load == null ? "" : load.from;
  }

  @Override
  public void ended(Pid pid) {
    closeAll(load -> load.emitter.equals(pid));
  }

  @Override
  public void close() {
    closeAll(load -> true);
  }

  private void closeAll(Predicate<Load> which) {
    List<Load> these = loads.values().stream().filter(which).toList();
    for (Load load : these) if (loads.remove(load.handle, load)) load.close();
  }

  private static Value unreachable(String tried) {
    String text = PlainText.line(tried, TRIED);
    return Value.named("err", Value.named("unreachable", Value.text(text)));
  }

  /** The fault in the words of the interface. */
  private static Value error(LoadFault fault) {
    return switch (fault) {
      case LoadFault.NotFound _, LoadFault.NoSuchPath _, LoadFault.IsDirectory _ ->
          Value.err("not-found");
      case LoadFault.TooLarge _ -> Value.err("too-large");
      case LoadFault.Unreachable(List<String> tried) -> unreachable(String.join(", ", tried));
      case LoadFault.Corrupt(Cid _, String from) -> unreachable(from + " sent wrong bytes");
      case LoadFault.Malformed(String what) -> unreachable(what);
      case LoadFault.Truncated(long bytes) -> unreachable("it ended after " + bytes + " bytes");
      case LoadFault.NotAProgram _,
          LoadFault.ALibrary _,
          LoadFault.WrongStart _,
          LoadFault.NoMemoryLeft _,
          LoadFault.HeapFull _,
          LoadFault.UnknownImport _,
          LoadFault.TooMuchMemory _,
          LoadFault.NoLoader _,
          LoadFault.LimitReached _ ->
          unreachable("the source cannot say more");
    };
  }

  /** One load. State is confined to its turns but where it says otherwise. */
  private static final class Load {
    private final int handle;
    private final Pid emitter;
    private final ProgramSource.Stream stream;
    private final Runnable letGo;
    private final Turns turns = new Turns();

    /** Written in turns, read by anyone. */
    private volatile Optional<LoadFault> fault = Optional.empty();

    /** Written by the thread that reads the stream. */
    private volatile String from = "";

    private Optional<NativeCall> waiting = Optional.empty();

    /** A piece whose {@code next} was cancelled. */
    private Optional<ProgramSource.Piece> kept = Optional.empty();

    private Optional<Thread> reader = Optional.empty();
    private boolean closed;

    Load(int handle, Pid emitter, ProgramSource.Stream stream, Runnable letGo) {
      this.handle = handle;
      this.emitter = emitter;
      this.stream = stream;
      this.letGo = letGo;
    }

    void next(NativeCall call) {
      turns.run(
          () -> {
            if (closed) {
              call.answer(Value.err("invalid-handle"));
            } else if (waiting.isPresent()) {
              call.fail();
            } else {
              waiting = Optional.of(call);
              call.onCancel(() -> turns.run(() -> waiting = waiting.filter(w -> !w.equals(call))));
              serve();
            }
          });
    }

    void close() {
      turns.run(
          () -> {
            closed = true;
            waiting.ifPresent(call -> call.answer(Value.err("invalid-handle")));
            waiting = Optional.empty();
            kept = Optional.empty();
            // Closing a stream may take its time; and if it does not wake the reader, this does.
            reader.ifPresent(Thread::interrupt);
            Thread.ofVirtual()
                .name("loader-close")
                .start(
                    () -> {
                      try {
                        stream.close();
                      } finally {
                        letGo.run();
                      }
                    });
          });
    }

    private void serve() {
      if (waiting.isEmpty() || closed) return;
      if (kept.isEmpty()) {
        read();
        return;
      }
      NativeCall call = waiting.get();
      waiting = Optional.empty();
      switch (kept.get()) {
        case ProgramSource.Piece.Bytes(var bytes, String _) -> {
          int length = Math.min(bytes.length(), 1 << 20);
          if (call.tryAnswer(Value.ok(Value.bytes(bytes.slice(0, length))))) {
            boolean rest = length < bytes.length();
            kept =
                rest
                    ? Optional.of(
                        new ProgramSource.Piece.Bytes(bytes.slice(length, bytes.length()), from))
                    : Optional.empty();
          }
        }
        // These stay: there is nothing behind them.
        case ProgramSource.Piece.End() -> call.answer(Value.ok(Value.bytes(Payload.EMPTY)));
        case ProgramSource.Piece.Failed(LoadFault why) -> call.answer(error(why));
      }
    }

    /** Reads the next piece, unless that is going on. */
    private void read() {
      if (reader.isPresent()) return;
      Thread thread = Thread.ofVirtual().name("loader-" + handle).unstarted(this::readPiece);
      reader = Optional.of(thread);
      thread.start();
    }

    private void readPiece() {
      ProgramSource.Piece piece;
      try {
        piece = nonEmpty();
      } catch (InterruptedException closedMeanwhile) {
        piece = new ProgramSource.Piece.End();
      } catch (RuntimeException | Error bug) {
        piece = new ProgramSource.Piece.Failed(new LoadFault.NoLoader(bug.toString()));
      }
      if (piece instanceof ProgramSource.Piece.Bytes bytes) from = bytes.from();
      ProgramSource.Piece read = piece;
      turns.run(
          () -> {
            reader = Optional.empty();
            if (closed) return;
            if (read instanceof ProgramSource.Piece.Failed failed)
              fault = Optional.of(failed.why());
            kept = Optional.of(read);
            serve();
          });
    }

    /** An empty answer would mean the end. */
    private ProgramSource.Piece nonEmpty() throws InterruptedException {
      while (true) {
        ProgramSource.Piece piece = stream.next();
        if (!(piece instanceof ProgramSource.Piece.Bytes bytes) || !bytes.bytes().isEmpty()) {
          return piece;
        }
      }
    }
  }
}
