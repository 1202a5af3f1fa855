package cairn.kernel.ipc;

import cairn.kernel.ChoiceStore;
import cairn.kernel.KeptChoice;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * Writes the choices of the user: one virtual thread does it, in the order in which they were made.
 * Any thread; nothing here blocks but {@link #close}.
 */
final class ChoiceKeeper {
  private static final System.Logger LOG = System.getLogger(ChoiceKeeper.class.getName());

  private final ChoiceStore store;

  /** Forgotten, and still in the store. Confined to the writer. */
  private final ArrayDeque<KeptChoice.Where> unforgotten = new ArrayDeque<>();

  private final CompletableFuture<Void> loaded = new CompletableFuture<>();
  private final ExecutorService writer =
      Executors.newSingleThreadExecutor(Thread.ofVirtual().name("cairn-choices").factory());

  ChoiceKeeper(ChoiceStore store) {
    this.store = store;
  }

  /** Completes when what is stored is known, or cannot be. */
  CompletableFuture<Void> loaded() {
    return loaded;
  }

  void load(Consumer<ChoiceStore.Loaded> to) {
    run(
        () -> {
          try {
            to.accept(store.load());
          } finally {
            loaded.complete(null);
          }
        });
  }

  /** Completes when it is written or cannot be, after {@code done} has run with which of them. */
  CompletionStage<Boolean> keep(KeptChoice choice, Instant now, Consumer<Boolean> done) {
    var kept = new CompletableFuture<Boolean>();
    boolean begun =
        run(
            () -> {
              boolean written = false;
              try {
                store.keep(choice, now);
                unforgotten.remove(choice.where());
                written = true;
              } finally {
                done.accept(written);
                kept.complete(written);
              }
            });
    if (!begun) kept.complete(false);
    return kept;
  }

  /**
   * Takes a choice out of the store. One that cannot be taken out now, on a full disk say, is tried
   * again with everything that is written later and at the end.
   */
  void forget(KeptChoice.Where where) {
    run(
        () -> {
          unforgotten.add(where);
          forgetAll();
        });
  }

  private void forgetAll() {
    while (!unforgotten.isEmpty()) {
      store.forget(unforgotten.getFirst());
      unforgotten.removeFirst();
    }
  }

  /** Finishes what was begun; waits at most a second. */
  void close() {
    run(() -> {});
    writer.shutdown();
    try {
      if (!writer.awaitTermination(1, TimeUnit.SECONDS)) writer.shutdownNow();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private boolean run(Runnable work) {
    try {
      writer.execute(
          () -> {
            contained(work);
            if (!unforgotten.isEmpty()) contained(this::forgetAll);
          });
      return true;
    } catch (RejectedExecutionException closed) {
      LOG.log(System.Logger.Level.DEBUG, "the kernel closes; nothing more is written");
      return false;
    }
  }

  private static void contained(Runnable work) {
    try {
      work.run();
    } catch (Throwable bug) {
      LOG.log(System.Logger.Level.ERROR, "a choice could not be kept or forgotten", bug);
    }
  }
}
