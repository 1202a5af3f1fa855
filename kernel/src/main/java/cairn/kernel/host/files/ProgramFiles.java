package cairn.kernel.host.files;

import cairn.kernel.NativeCall;
import cairn.kernel.Pid;
import cairn.kernel.ProgramId;
import cairn.registry.Payload;
import cairn.registry.Value;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The files of one program's processes: what its messages do. State is confined to {@link #lane}.
 */
final class ProgramFiles {
  private final Optional<ProgramId> program;
  private final Lane lane;
  private final OwnFolders own;
  private final OpenFolders given;
  private final Descriptors.Share share;
  private final Map<Pid, Handles> processes = new HashMap<>();

  /** Whether something was opened that is not on this machine, and may not answer for minutes. */
  private boolean someAreFar;

  /** Of the own folder; made when it is opened first. */
  private Optional<Tree> ownTree = Optional.empty();

  ProgramFiles(
      Optional<ProgramId> program,
      Lane lane,
      OwnFolders own,
      OpenFolders given,
      Descriptors.Share share) {
    this.share = share;
    this.program = program;
    this.lane = lane;
    this.own = own;
    this.given = given;
  }

  Optional<ProgramId> program() {
    return program;
  }

  /** {@code begun} runs when its turn comes. */
  void handle(NativeCall call, Runnable begun) {
    if (!takesLong(call) && call.block(() -> lane.now(() -> takeNow(call, begun)))) return;
    // A message that is cancelled keeps its place.
    Runnable kept = call.keep();
    lane.run(
        () -> {
          begun.run();
          try {
            take(call, kept);
          } finally {
            kept.run();
          }
        });
  }

  /** What waits for a disk by its nature, or goes over all of a folder. */
  private static boolean takesLong(NativeCall call) {
    return switch (call.message().name()) {
      case "own", "folder", "sync", "allocate" -> true;
      default -> false;
    };
  }

  /** Does it on the emitter's thread; false: what it is about may be far away. */
  private boolean takeNow(NativeCall call, Runnable begun) {
    if (someAreFar || !PosixSupport.isKnownToBeHere()) return false;
    begun.run();
    take(call, () -> {});
    return true;
  }

  /** Closes what a process has open, and then says so. */
  void ended(Pid pid, Runnable closed) {
    lane.run(
        () -> {
          Handles handles = processes.remove(pid);
          if (handles != null) handles.closeAll();
          closed.run();
        });
  }

  private void take(NativeCall call, Runnable kept) {
    // Looked up here, when the first file is wanted: making the calls takes longer than the rest of
    // a start, and a thread of this pool has the stack for it.
    if (!PosixSupport.isHere()) {
      kept.run();
      refuse(call);
      return;
    }
    Handles handles = processes.computeIfAbsent(call.emitter(), pid -> new Handles(share));
    try {
      Value answer = answer(call, handles, new FileArguments(call.arguments()));
      // Whoever has the answer has the room too.
      kept.run();
      handles.answered(call.tryAnswer(answer));
    } catch (FileFault fault) {
      kept.run();
      call.answer(Value.err(fault.error().word()));
    } catch (RuntimeException | Error bug) {
      handles.answered(false);
      call.fail();
      throw bug;
    }
  }

  private static void refuse(NativeCall call) {
    if (call.message().name().equals("given")) call.answer(new Value.Items(List.of()));
    else call.answer(Value.err(FileError.NOT_SUPPORTED.word()));
  }

  private Value answer(NativeCall call, Handles handles, FileArguments in) throws FileFault {
    return switch (call.message().name()) {
      case "given" -> new Value.Items(given.names().stream().map(Value::text).toList());
      case "own" -> handle(handles, call, ownFolder(handles, call));
      case "folder" -> opensFolder(call, handles, in.text(0));
      case "open" -> {
        handles.room(call.limits().handles());
        Opened opened =
            PathWork.open(handles.folder(in.handle(0)), in.text(1), in.bool(2), in.how(3));
        yield Value.ok(
            Value.record(
                Value.field("handle", number(added(handles, call, opened))),
                Value.field("kind", Value.named(opened.kind().word()))));
      }
      case "read-at" ->
          ok(
              Value.bytes(
                  Payload.owning(
                      FileWork.read(handles.file(in.handle(0)), in.number(1), in.number(2)))));
      case "write-at" ->
          ok(number(FileWork.write(handles.file(in.handle(0)), in.number(1), in.bytes(2))));
      case "append" -> ok(Value.unsigned(FileWork.append(handles.file(in.handle(0)), in.bytes(1))));
      case "stat" -> ok(FileArguments.status(Posix.stat(handles.any(in.handle(0)).descriptor())));
      case "stat-path" ->
          ok(
              FileArguments.status(
                  PathWork.stat(handles.folder(in.handle(0)), in.text(1), in.bool(2))));
      case "entries" ->
          ok(
              FolderWork.entries(
                  handles.folder(in.handle(0)).descriptor(), in.number(1), in.number(2)));
      case "read-link" ->
          ok(Value.text(PathWork.readLink(handles.folder(in.handle(0)), in.text(1))));
      default -> {
        act(call.message().name(), handles, in);
        yield ok(Value.UNIT);
      }
    };
  }

  /** The messages whose answer says only that it is done. */
  private static void act(String message, Handles handles, FileArguments in) throws FileFault {
    switch (message) {
      case "set-size" -> FileWork.setSize(handles.file(in.handle(0)), in.number(1));
      case "allocate" -> FileWork.allocate(handles.file(in.handle(0)), in.number(1), in.number(2));
      case "set-times" ->
          Posix.setTimes(handles.any(in.handle(0)).descriptor(), in.when(1), in.when(2));
      case "set-times-path" ->
          PathWork.setTimes(
              handles.folder(in.handle(0)), in.text(1), in.bool(2), in.when(3), in.when(4));
      case "sync" -> Posix.sync(handles.any(in.handle(0)).descriptor(), in.bool(1));
      case "make-folder" -> PathWork.makeFolder(handles.folder(in.handle(0)), in.text(1));
      case "remove-folder" -> PathWork.remove(handles.folder(in.handle(0)), in.text(1), true);
      case "remove-file" -> PathWork.remove(handles.folder(in.handle(0)), in.text(1), false);
      case "rename" ->
          PathWork.rename(
              handles.folder(in.handle(0)), in.text(1), handles.folder(in.handle(2)), in.text(3));
      case "link" ->
          PathWork.link(
              handles.folder(in.handle(0)),
              in.text(1),
              in.bool(2),
              handles.folder(in.handle(3)),
              in.text(4));
      case "make-link" -> PathWork.makeLink(in.text(0), handles.folder(in.handle(1)), in.text(2));
      case "close" -> handles.close(in.handle(0));
      default -> throw new IllegalStateException(message);
    }
  }

  private static Value ok(Value value) {
    return Value.ok(value);
  }

  private static Value number(int number) {
    return Value.unsigned(number & 0xffff_ffffL);
  }

  private Value handle(Handles handles, NativeCall call, Opened opened) throws FileFault {
    return ok(number(added(handles, call, opened)));
  }

  private int added(Handles handles, NativeCall call, Opened opened) throws FileFault {
    int handle = handles.add(opened, call.limits().handles());
    if (!someAreFar) someAreFar = !Posix.isLocal(opened.descriptor());
    return handle;
  }

  private Opened ownFolder(Handles handles, NativeCall call) throws FileFault {
    handles.room(call.limits().handles());
    // The kernel itself has no program and needs no files.
    if (program.isEmpty()) throw new FileFault(FileError.NOT_SUPPORTED);
    Path folder = own.folder(program.get());
    if (ownTree.isEmpty()) ownTree = Optional.of(own.tree(folder));
    return PathWork.root(folder, ownTree.get());
  }

  private Value opensFolder(NativeCall call, Handles handles, String name) throws FileFault {
    handles.room(call.limits().handles());
    Optional<Tree> held = handles.tree(name);
    Tree tree = held.orElseGet(Tree::given);
    Opened opened = given.open(name, tree).orElseThrow(() -> new FileFault(FileError.NOT_FOUND));
    if (held.isEmpty()) {
      handles.give(name, tree);
      call.onRevoke(() -> lane.run(tree::revoke));
    }
    return handle(handles, call, opened);
  }
}
