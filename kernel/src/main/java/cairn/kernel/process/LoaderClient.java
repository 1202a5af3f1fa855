package cairn.kernel.process;

import cairn.kernel.Answer;
import cairn.kernel.KernelLimits;
import cairn.kernel.LoadFault;
import cairn.kernel.LoadStage;
import cairn.kernel.LoaderNotes;
import cairn.kernel.MessageId;
import cairn.kernel.Pid;
import cairn.kernel.ProgramVerifier;
import cairn.kernel.ProgramVerifier.Verdict;
import cairn.kernel.Syscall;
import cairn.kernel.abi.Syscalls;
import cairn.kernel.abi.Syscalls.Delivery;
import cairn.kernel.abi.Syscalls.Next;
import cairn.kernel.ipc.Party;
import cairn.kernel.ipc.Router;
import cairn.registry.Cid;
import cairn.registry.ContentAddress;
import cairn.registry.Definition;
import cairn.registry.Interfaces;
import cairn.registry.MessageCodec;
import cairn.registry.MessageCodec.Decoded;
import cairn.registry.Multihash;
import cairn.registry.Payload;
import cairn.registry.Value;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/**
 * The kernel as a client of the {@code loader} interface: pulls a program's blocks, one piece
 * outstanding, and believes nothing that its own verifier has not checked. Runs on virtual threads
 * of the kernel, one per load.
 */
final class LoaderClient {
  private static final System.Logger LOG = System.getLogger(LoaderClient.class.getName());

  /** The most bytes of one piece. */
  private static final int PIECE = 1 << 20;

  /** Loads at once; a loader has limits too, and all of these are one emitter to it. */
  private static final int AT_ONCE = 32;

  /** The most bytes of a module that redshirt loads. */
  private static final int REDSHIRT_MODULE = 15 << 20;

  private final Router router;
  private final Party kernel;
  private final ProgramVerifier verifier;
  private final LoaderNotes notes;
  private final KernelLimits limits;
  private final Definition loader;
  private final Definition ofRedshirt;
  private final LoadTurns turns = new LoadTurns(AT_ONCE);

  LoaderClient(
      Router router,
      Party kernel,
      ProgramVerifier verifier,
      LoaderNotes notes,
      KernelLimits limits,
      Interfaces interfaces) {
    this.router = router;
    this.kernel = kernel;
    this.verifier = verifier;
    this.notes = notes;
    this.limits = limits;
    this.loader = interfaces.shipped("loader").definition();
    this.ofRedshirt = interfaces.shipped("redshirt-loader").definition();
  }

  /** What came of a load. */
  sealed interface Loaded {
    /** The verified bytes. {@code from}: who sent the last of them, or empty. */
    record Module(Payload bytes, String from) implements Loaded {}

    /** Nothing. */
    record Failed(LoadFault why) implements Loaded {}
  }

  /** The answer to one message. */
  private sealed interface Reply {
    record Ok(Value value) implements Reply {}

    record Err(Value.Case error) implements Reply {}

    record Broken(LoadFault why) implements Reply {}
  }

  /**
   * Fetches and checks, for a process of this tree; throws {@link LoadSleeper.Unwanted} when nobody
   * wants it any more.
   */
  Loaded fetch(
      ContentAddress address,
      long limit,
      Pid root,
      LoadCharge charge,
      BooleanSupplier unwanted,
      Consumer<LoadStage> progress)
      throws InterruptedException {
    turns.take(root, unwanted);
    try {
      Optional<Loaded> there = askRedshirt(address, limit, unwanted);
      return there.isPresent() ? there.get() : open(address, limit, charge, unwanted, progress);
    } finally {
      turns.release(root);
    }
  }

  /**
   * What a program that handles redshirt's loader has to say about an address that it can know: a
   * module by its BLAKE3 hash. Empty: there is none, or it does not have it.
   */
  private Optional<Loaded> askRedshirt(
      ContentAddress address, long limit, BooleanSupplier unwanted) {
    Cid root = address.root();
    Payload hash = root.hash().digest();
    if (root.codec() != Cid.RAW || root.hash().code() != Multihash.BLAKE3) return Optional.empty();
    if (!address.path().isEmpty()) return Optional.empty();
    if (!(ask(ofRedshirt, "load", List.of(Value.bytes(hash)), unwanted)
        instanceof Reply.Ok(Value.Bytes(Payload module)))) return Optional.empty();
    long most = Math.min(limit, REDSHIRT_MODULE);
    LoadFault why;
    if (module.length() > most) why = new LoadFault.TooLarge(module.length(), most);
    else if (Blake3.of(module).equals(hash)) return Optional.of(new Loaded.Module(module, ""));
    else why = new LoadFault.Corrupt(root, "the loader of redshirt");
    return Optional.of(new Loaded.Failed(why));
  }

  private Loaded open(
      ContentAddress address,
      long limit,
      LoadCharge charge,
      BooleanSupplier unwanted,
      Consumer<LoadStage> progress) {
    var path = new Value.Items(address.path().stream().map(Value::text).toList());
    var cid = Value.bytes(Payload.owning(address.root().toByteArray()));
    return switch (ask("open", List.of(cid, path), unwanted)) {
      case Reply.Broken(var why) -> new Loaded.Failed(why);
      case Reply.Err(var error) -> new Loaded.Failed(faultOf(error, limit));
      case Reply.Ok(Value.Unsigned(long handle)) -> {
        try {
          yield pull(address, handle, limit, charge, unwanted, progress);
        } finally {
          close(handle);
        }
      }
      case Reply.Ok(var other) -> throw new IllegalStateException("open answers " + other);
    };
  }

  private Loaded pull(
      ContentAddress address,
      long handle,
      long limit,
      LoadCharge charge,
      BooleanSupplier unwanted,
      Consumer<LoadStage> progress) {
    boolean trusted = router.isNative(loader.id());
    ProgramVerifier.Verification verification = verifier.begin(address, limit);
    var pace =
        new LoadPace(
            System.nanoTime(), limits.loadTime(), limits.loaderSilence().multipliedBy(2), !trusted);
    long received = 0;
    while (true) {
      if (unwanted.getAsBoolean()) throw new LoadSleeper.Unwanted();
      Payload piece;
      switch (ask("next", List.of(Value.unsigned(handle)), unwanted)) {
        case Reply.Broken(var why) -> {
          return new Loaded.Failed(why);
        }
        case Reply.Err(var error) -> {
          Optional<LoadFault> told = trusted ? notes.fault((int) handle) : Optional.empty();
          return new Loaded.Failed(told.orElseGet(() -> faultOf(error, limit)));
        }
        case Reply.Ok(Value.Bytes(var bytes)) -> piece = bytes;
        case Reply.Ok(var other) -> throw new IllegalStateException("next answers " + other);
      }
      if (piece.length() > PIECE)
        return new Loaded.Failed(new LoadFault.Malformed("a piece is longer than 1 MiB"));
      String from = trusted ? notes.from((int) handle) : "";
      received += piece.length();
      switch (check(verification, piece)) {
        case Verdict.Whole(var bytes) -> {
          return new Loaded.Module(bytes, from);
        }
        case Verdict.Bad(var why) -> {
          return new Loaded.Failed(sourced(why, from));
        }
        case Verdict.NeedsMore(long bytes, long total, int blocks) -> {
          if (piece.isEmpty()) return new Loaded.Failed(new LoadFault.Truncated(bytes));
          // The file, made as a whole once its size is known, and blocks that came before their
          // turn.
          Optional<LoadFault> full = charge.holds(Math.max(total, 0) + received - bytes);
          if (full.isPresent()) return new Loaded.Failed(full.get());
          Optional<String> slow = pace.after(piece.length(), System.nanoTime());
          if (slow.isPresent()) return new Loaded.Failed(new LoadFault.NoLoader(slow.get()));
          progress.accept(new LoadStage.Fetching(bytes, total, blocks, from));
        }
      }
    }
  }

  /** The verifier reads hostile bytes: whatever it throws is a verdict. */
  private static Verdict check(ProgramVerifier.Verification verification, Payload piece) {
    try {
      return piece.isEmpty() ? verification.finish() : verification.accept(piece);
    } catch (OutOfMemoryError e) {
      return new Verdict.Bad(new LoadFault.NoMemoryLeft());
    } catch (Throwable bug) {
      LOG.log(System.Logger.Level.ERROR, "the verifier failed", bug);
      return new Verdict.Bad(new LoadFault.Malformed("it could not be checked"));
    }
  }

  private static LoadFault sourced(LoadFault why, String from) {
    return why instanceof LoadFault.Corrupt(var expected, var source) && source.isEmpty()
        ? new LoadFault.Corrupt(expected, from)
        : why;
  }

  private static LoadFault faultOf(Value.Case error, long limit) {
    return switch (error.name()) {
      case "not-found" -> new LoadFault.NotFound(List.of());
      case "unreachable" ->
          new LoadFault.Unreachable(
              error.payload().isPresent() && error.payload().get() instanceof Value.Text(var tried)
                  ? List.of(tried)
                  : List.of());
      case "too-large" -> new LoadFault.TooLarge(limit + 1, limit);
      default -> new LoadFault.NoLoader("it lost track of the load");
    };
  }

  private Reply ask(String name, List<Value> arguments, BooleanSupplier unwanted) {
    return ask(loader, name, arguments, unwanted);
  }

  private Reply ask(Definition on, String name, List<Value> arguments, BooleanSupplier unwanted) {
    var message = on.message(name).orElseThrow();
    var sleeper = new LoadSleeper(limits.loaderSilence(), unwanted);
    long[] id = {0};
    var body = MessageCodec.encodeCall(message, arguments);
    int status =
        router.emit(
            kernel,
            new Syscall.EmitMessage(on.id(), body, true, false),
            given -> id[0] = given,
            sleeper);
    if (status == Syscalls.NO_HANDLER) return broken("nobody answers the loader interface");
    if (status != Syscalls.ACCEPTED) return broken("it has too much to do");
    try {
      Next next =
          router.next(
              kernel, new Syscall.NextMessage(List.of(id[0]), true, Integer.MAX_VALUE), sleeper);
      if (next instanceof Next.Taken(int _, Delivery.AnswerTo(MessageId _, Answer answer)))
        return read(message, answer);
      throw new IllegalStateException("an answer of the loader is " + next);
    } catch (LoadSleeper.Silent silent) {
      router.cancel(kernel, new MessageId(id[0]));
      return broken("it said nothing for " + limits.loaderSilence().toSeconds() + " seconds");
    } catch (LoadSleeper.Unwanted nobody) {
      router.cancel(kernel, new MessageId(id[0]));
      throw nobody;
    }
  }

  private static Reply read(Definition.Message message, Answer answer) {
    return switch (answer) {
      case Answer.Failure _ -> broken("it ended or refused");
      case Answer.Success(var body) ->
          switch (MessageCodec.decodeAnswer(message, body)) {
            case Decoded.Malformed<Value> _ -> broken("its answer is not what the interface says");
            case Decoded.Ok<Value>(Value.Case(var name, var payload))
                when name.equals("ok") && payload.isPresent() ->
                new Reply.Ok(payload.get());
            case Decoded.Ok<Value>(Value.Case(var _, var payload))
                when payload.isPresent() && payload.get() instanceof Value.Case error ->
                new Reply.Err(error);
            case Decoded.Ok<Value>(Value.Case(var _, var payload)) when payload.isEmpty() ->
                broken("it does not have it");
            case Decoded.Ok<Value>(var other) ->
                throw new IllegalStateException("the loader's definition has no " + other);
          };
    };
  }

  private static Reply broken(String what) {
    return new Reply.Broken(new LoadFault.NoLoader(what));
  }

  private void close(long handle) {
    var message = loader.message("close").orElseThrow();
    var body = MessageCodec.encodeCall(message, List.of(Value.unsigned(handle)));
    router.emit(
        kernel,
        new Syscall.EmitMessage(loader.id(), body, false, false),
        id -> {},
        new LoadSleeper(limits.loaderSilence(), () -> true));
  }
}
