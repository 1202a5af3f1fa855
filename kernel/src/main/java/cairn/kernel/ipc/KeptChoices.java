package cairn.kernel.ipc;

import cairn.kernel.Choice;
import cairn.kernel.ChoiceStore;
import cairn.kernel.KeptChoice;
import cairn.registry.InterfaceId;
import cairn.registry.Interfaces;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * The choices of who answers that last: from the store to the {@link Router} when the kernel
 * starts, and back when the user makes them. Any thread; nothing here blocks but {@link #close}.
 */
public final class KeptChoices {
  private static final System.Logger LOG = System.getLogger(KeptChoices.class.getName());

  private final ChoiceKeeper keeper;
  private final Router router;
  private final InstantSource clock;

  /** Whoever answers these brings programs, and nobody could bring it. */
  private final Set<InterfaceId> loaders = new HashSet<>();

  /** Begins to read what is stored. */
  public KeptChoices(ChoiceStore store, Router router, Interfaces interfaces, InstantSource clock) {
    this.keeper = new ChoiceKeeper(store);
    this.router = router;
    this.clock = clock;
    loaders.add(interfaces.shipped("loader").definition().id());
    loaders.add(interfaces.shipped("redshirt-loader").definition().id());
    keeper.load(this::loaded);
  }

  private void loaded(ChoiceStore.Loaded stored) {
    for (String fault : stored.faults()) LOG.log(System.Logger.Level.WARNING, fault);
    for (KeptChoice choice : stored.choices()) {
      InterfaceId on = choice.where().on();
      if (router.isReserved(on) || loaders.contains(on))
        LOG.log(
            System.Logger.Level.WARNING,
            "the profile says that "
                + choice.name()
                + " answers the interface "
                + on.shortHex()
                + ", which no program can be kept for; that is not used");
      else router.expect(choice, true);
    }
  }

  /** Completes when what is stored is known, or cannot be. */
  public CompletableFuture<Void> loaded() {
    return keeper.loaded();
  }

  /** Whether a choice for this interface can only be for one run. */
  public boolean isLoader(InterfaceId on) {
    return loaders.contains(on);
  }

  /** Stores what was chosen for this run already. */
  public CompletionStage<Choice> keep(KeptChoice choice) {
    return keeper
        .keep(
            choice,
            clock.instant(),
            written -> {
              if (written) router.expect(choice, false);
            })
        .thenApply(written -> written ? Choice.DONE : Choice.NOT_STORED);
  }

  /** Takes it out of the store. */
  public void forget(KeptChoice.Where where) {
    keeper.forget(where);
  }

  /** Writes what is still to be written; waits at most a second. */
  public void close() {
    keeper.close();
  }
}
