package cairn.kernel.abi;

import cairn.registry.Interfaces;
import cairn.registry.Payload;
import cairn.registry.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;

/** The messages to {@code files}, as values. Any guest thread of the process. */
final class WasiFiles {
  private final WasiCalls files;

  /** Of open folders that were listed. */
  private final Map<Integer, WasiCookies> cookies = new ConcurrentHashMap<>();

  private final AtomicInteger room = new AtomicInteger(WasiCookies.MOST);

  WasiFiles(Syscalls syscalls, Interfaces interfaces) {
    files = new WasiCalls(syscalls, interfaces.shipped("files").definition());
  }

  /** A newly opened file or folder. */
  record Opened(int handle, boolean folder) {}

  /** A name and where it stands in a path: {@code path_*} functions have one or two. */
  record Place(int folder, String path) {}

  /** An entry of a folder. */
  record Entry(String name, int type, long node, long next) {}

  /** The names of the folders that the user gave; empty: nobody answers. */
  Optional<List<String>> given() {
    return files
        .askIfAnybody("given")
        .map(
            names ->
                ((Value.Items) names)
                    .items().stream().map(name -> ((Value.Text) name).value()).toList());
  }

  WasiReply<Integer> folder(String name) {
    return ask(value -> (int) unsigned(value), "folder", Value.text(name));
  }

  WasiReply<Integer> own() {
    return ask(value -> (int) unsigned(value), "own");
  }

  /**
   * Opens.
   *
   * @param how cases of {@code files.how}, in its order
   */
  WasiReply<Opened> open(Place at, boolean follow, List<String> how) {
    return ask(
        value ->
            new Opened(
                (int) unsigned(field(value, "handle")),
                ((Value.Case) field(value, "kind")).name().equals("folder")),
        "open",
        number(at.folder()),
        Value.text(at.path()),
        new Value.Bool(follow),
        new Value.Flags(how));
  }

  WasiReply<Payload> read(int file, long offset, long most) {
    return ask(
        value -> ((Value.Bytes) value).value(),
        "read-at",
        number(file),
        Value.unsigned(offset),
        Value.unsigned(most));
  }

  WasiReply<Long> write(int file, long offset, Payload bytes) {
    return ask(
        WasiFiles::unsigned, "write-at", number(file), Value.unsigned(offset), Value.bytes(bytes));
  }

  /** Writes behind the end; where the end is then. */
  WasiReply<Long> append(int file, Payload bytes) {
    return ask(WasiFiles::unsigned, "append", number(file), Value.bytes(bytes));
  }

  WasiReply<WasiFileStatus> status(int handle) {
    return ask(WasiFileStatus::of, "stat", number(handle));
  }

  WasiReply<WasiFileStatus> status(Place at, boolean follow) {
    return ask(
        WasiFileStatus::of,
        "stat-path",
        number(at.folder()),
        Value.text(at.path()),
        new Value.Bool(follow));
  }

  WasiErrno setSize(int file, long size) {
    return act("set-size", number(file), Value.unsigned(size));
  }

  WasiErrno allocate(int file, long offset, long length) {
    return act("allocate", number(file), Value.unsigned(offset), Value.unsigned(length));
  }

  /** {@code accessed}, {@code modified}: cases of {@code files.when}. */
  WasiErrno setTimes(int handle, Value accessed, Value modified) {
    return act("set-times", number(handle), accessed, modified);
  }

  WasiErrno setTimes(Place at, boolean follow, Value accessed, Value modified) {
    return act(
        "set-times-path",
        number(at.folder()),
        Value.text(at.path()),
        new Value.Bool(follow),
        accessed,
        modified);
  }

  WasiErrno sync(int handle, boolean onlyBytes) {
    return act("sync", number(handle), new Value.Bool(onlyBytes));
  }

  WasiReply<List<Entry>> entries(int folder, long after, long most) {
    return ask(
        value -> {
          List<Entry> entries = new ArrayList<>();
          for (Value one : ((Value.Items) value).items())
            entries.add(
                new Entry(
                    ((Value.Text) field(one, "name")).value(),
                    WasiFileStatus.type(field(one, "kind")),
                    unsigned(field(one, "node")),
                    unsigned(field(one, "next"))));
          return entries;
        },
        "entries",
        number(folder),
        Value.unsigned(after),
        Value.unsigned(most));
  }

  /** {@code make-folder}, {@code remove-folder} or {@code remove-file}. */
  WasiErrno at(String message, Place at) {
    return act(message, number(at.folder()), Value.text(at.path()));
  }

  WasiErrno rename(Place from, Place to) {
    return act(
        "rename",
        number(from.folder()),
        Value.text(from.path()),
        number(to.folder()),
        Value.text(to.path()));
  }

  WasiErrno link(Place from, boolean follow, Place to) {
    return act(
        "link",
        number(from.folder()),
        Value.text(from.path()),
        new Value.Bool(follow),
        number(to.folder()),
        Value.text(to.path()));
  }

  WasiErrno makeLink(String target, Place at) {
    return act("make-link", Value.text(target), number(at.folder()), Value.text(at.path()));
  }

  WasiReply<String> readLink(Place at) {
    return ask(
        value -> ((Value.Text) value).value(),
        "read-link",
        number(at.folder()),
        Value.text(at.path()));
  }

  /** Where the list of an open folder goes on; forgotten when it is closed. */
  WasiCookies cookies(int folder) {
    return cookies.computeIfAbsent(folder, key -> new WasiCookies(room));
  }

  WasiErrno close(int handle) {
    WasiCookies over = cookies.remove(handle);
    if (over != null) over.forget();
    return act("close", number(handle));
  }

  private WasiErrno act(String message, Value... values) {
    return ask(value -> value, message, values).errno();
  }

  private <T> WasiReply<T> ask(Function<Value, T> read, String message, Value... values) {
    return WasiReply.of(files.ask(message, values), WasiErrno::ofFiles, read);
  }

  private static Value number(int handle) {
    return Value.unsigned(handle & 0xffff_ffffL);
  }

  private static long unsigned(Value value) {
    return ((Value.Unsigned) value).value();
  }

  private static Value field(Value value, String name) {
    return ((Value.Fields) value).get(name);
  }
}
