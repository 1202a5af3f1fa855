package cairn.app;

import cairn.kernel.engine.LazyEngine;
import cairn.kernel.record.Replay;
import cairn.kernel.record.ReplayResult;
import cairn.kernel.schedule.GuestSchedulers;
import cairn.registry.Interfaces;
import java.io.BufferedInputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.ExecutionException;
import java.util.function.Consumer;

/**
 * A recording in a file, run again with an engine and a carrier of its own, so that whoever listens
 * may block. Both are given back when it is over.
 *
 * @param interfaces all that its words can name
 * @param mostMemory bytes that its program may have
 */
record ReplayedFile(Path file, Interfaces interfaces, long mostMemory) {
  private static final int BUFFER = 64 << 10;

  /** Replays it, waiting for its end. {@code begun} is given what can be stopped. */
  ReplayResult run(Replay.Listener listener, Consumer<Replay> begun) throws InterruptedException {
    try (var engine = new LazyEngine();
        var scheduler = GuestSchedulers.best(1)) {
      var surroundings =
          new Replay.Surroundings(engine, scheduler, House.personalities(interfaces), mostMemory);
      var replay =
          Replay.start(
              surroundings,
              () -> new BufferedInputStream(Files.newInputStream(file), BUFFER),
              listener);
      begun.accept(replay);
      return replay.result().toCompletableFuture().get();
    } catch (ExecutionException e) {
      throw new IllegalStateException("a replay never fails", e);
    }
  }
}
