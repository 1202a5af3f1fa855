package cairn.kernel.judge;

import cairn.kernel.ProgramId;
import cairn.kernel.gate.Grant;
import cairn.kernel.gate.GrantId;
import cairn.kernel.gate.GrantStore;
import cairn.kernel.gate.Rule;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * Does what the gate must not wait for: one virtual thread writes to the store, in the order of the
 * decisions, and others close what revoked grants had opened. Any thread; nothing here blocks.
 */
public final class GrantKeeper {
  private static final System.Logger LOG = System.getLogger(GrantKeeper.class.getName());

  private final GrantStore store;

  /** Revoked, and still in the store. Confined to the writer. */
  private final ArrayDeque<GrantId> unrevoked = new ArrayDeque<>();

  private final CompletableFuture<Void> loaded = new CompletableFuture<>();
  private final ExecutorService writer =
      Executors.newSingleThreadExecutor(Thread.ofVirtual().name("cairn-grants").factory());

  /** Over this store. */
  public GrantKeeper(GrantStore store) {
    this.store = store;
  }

  /** Completes when the stored grants are known, or cannot be. */
  public CompletableFuture<Void> loaded() {
    return loaded;
  }

  void load(Consumer<List<Grant>> to) {
    run(
        () -> {
          try {
            to.accept(store.load());
          } finally {
            loaded.complete(null);
          }
        });
  }

  /** Empty: it could not be written. */
  void store(ProgramId program, Rule rule, Instant now, Consumer<Optional<Grant>> done) {
    run(
        () -> {
          Optional<Grant> grant = Optional.empty();
          try {
            grant = Optional.of(store.store(program, rule, now));
          } finally {
            done.accept(grant);
          }
        });
  }

  /**
   * Takes a grant out of the store. One that cannot be taken out now, on a full disk say, is tried
   * again with everything that is written later and at the end: it is not to come back.
   */
  void revoke(GrantId grant) {
    run(
        () -> {
          unrevoked.add(grant);
          revokeAll();
        });
  }

  private void revokeAll() {
    while (!unrevoked.isEmpty()) {
      store.revoke(unrevoked.getFirst());
      unrevoked.removeFirst();
    }
  }

  void used(GrantId grant, Instant when, long uses) {
    run(() -> store.used(grant, when, uses));
  }

  void close(List<Closer> closers) {
    if (closers.isEmpty()) return;
    Thread.ofVirtual()
        .name("cairn-closer")
        .start(() -> closers.forEach(closer -> contained(closer.action)));
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

  private void run(Runnable work) {
    try {
      writer.execute(
          () -> {
            contained(work);
            if (!unrevoked.isEmpty()) contained(this::revokeAll);
          });
    } catch (RejectedExecutionException closed) {
      LOG.log(System.Logger.Level.DEBUG, "the kernel closes; nothing more is written");
    }
  }

  private static void contained(Runnable work) {
    try {
      work.run();
    } catch (Throwable bug) {
      LOG.log(System.Logger.Level.ERROR, "a decision could not be kept, or its effect undone", bug);
    }
  }
}
