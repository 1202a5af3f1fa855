package cairn.kernel.host.files;

import cairn.kernel.NativeCall;
import cairn.kernel.NativeHandler;
import cairn.kernel.Pid;
import cairn.kernel.ProgramId;
import cairn.registry.Definition;
import cairn.registry.Interfaces;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.ForkJoinWorkerThread;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Answers {@code files} with the host's. Which folders there are besides a program's own is said
 * when it is made; who may open one of them, the gate decides.
 *
 * <p>Works on 64-bit Linux. Elsewhere there are no files: nothing is given, and everything is
 * answered with {@code not-supported}.
 *
 * <p>Threads: any may call; work is done on {@code cairn-files-N}, one program at a time on each,
 * at most {@value #THREADS} at once, and none for long when there is nothing to do.
 */
public final class FilesHandler implements NativeHandler {
  /** So many programs may wait for a slow disk before the others do, too. */
  private static final int THREADS = 32;

  private final Definition definition;
  private final OwnFolders own;
  private final OpenFolders given;
  private final Descriptors descriptors;
  private final ForkJoinPool pool;
  private final Map<Pid, Inside> processes = new ConcurrentHashMap<>();

  /** Each with the number of processes that hold it, changed under its bin's lock. */
  private final Map<ProgramId, Shared> programs = new ConcurrentHashMap<>();

  /** A process, and how many of its messages have not begun. */
  private record Inside(ProgramFiles files, AtomicInteger waiting) {}

  private record Shared(ProgramFiles files, int holders) {
    Shared plus(int more) {
      return new Shared(files, holders + more);
    }
  }

  /**
   * With the folders of the host that the user gave, which are opened here.
   *
   * @param own where the programs' own folders are kept; made when the first is wanted
   */
  public FilesHandler(Interfaces interfaces, Path own, List<GivenFolder> given) {
    this(interfaces, new OwnFolders(own, OwnFolders.Limits.DEFAULT), given, Descriptors.ofSystem());
  }

  FilesHandler(
      Interfaces interfaces, OwnFolders own, List<GivenFolder> given, Descriptors descriptors) {
    this.descriptors = descriptors;
    this.definition = interfaces.shipped("files").definition();
    this.own = own;
    this.given = new OpenFolders(given);
    // Of its idle threads the last to become so goes on: one program keeps one thread busy. A
    // ThreadPoolExecutor starts all that it may have first, and gives the work to each in turn.
    this.pool =
        new ForkJoinPool(
            THREADS, new Threads(), null, true, 0, THREADS, 0, any -> true, 1, TimeUnit.SECONDS);
  }

  /**
   * Whether this system has the calls that files need; if not, every question is refused. Takes a
   * while the first time.
   */
  public static boolean hasFiles() {
    return PosixSupport.isHere();
  }

  private static final class Threads implements ForkJoinPool.ForkJoinWorkerThreadFactory {
    private final AtomicInteger last = new AtomicInteger();

    @Override
    public ForkJoinWorkerThread newThread(ForkJoinPool of) {
      return new Worker(of, last.incrementAndGet());
    }
  }

  private static final class Worker extends ForkJoinWorkerThread {
    Worker(ForkJoinPool of, int number) {
      super(of);
      setName("cairn-files-" + number);
    }
  }

  @Override
  public Definition definition() {
    return definition;
  }

  @Override
  public void handle(NativeCall call) {
    Inside process =
        processes.computeIfAbsent(
            call.emitter(), pid -> new Inside(enter(call.program()), new AtomicInteger()));
    // Questions are limited elsewhere, but one that is cancelled waits here all the same.
    if (process.waiting.getAndIncrement() < call.limits().unanswered()) {
      process.files.handle(call, process.waiting::getAndDecrement);
    } else {
      process.waiting.getAndDecrement();
      call.fail();
    }
  }

  private ProgramFiles enter(Optional<ProgramId> program) {
    if (program.isEmpty()) return files(program);
    return programs
        .compute(
            program.get(),
            (id, shared) -> (shared == null ? new Shared(files(program), 0) : shared).plus(1))
        .files();
  }

  private ProgramFiles files(Optional<ProgramId> program) {
    return new ProgramFiles(program, new Lane(pool), own, given, descriptors.share());
  }

  @Override
  public void ended(Pid pid) {
    Inside process = processes.remove(pid);
    // Only then may the folder be counted anew.
    if (process != null) process.files.ended(pid, () -> leave(process.files));
  }

  private void leave(ProgramFiles files) {
    files
        .program()
        .ifPresent(
            id ->
                programs.computeIfPresent(
                    id, (key, shared) -> shared.holders() == 1 ? null : shared.plus(-1)));
  }

  @Override
  public void close() {
    List.copyOf(processes.keySet()).forEach(this::ended);
    pool.shutdown();
  }
}
