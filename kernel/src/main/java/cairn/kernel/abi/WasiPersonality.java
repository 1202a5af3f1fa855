package cairn.kernel.abi;

import cairn.kernel.engine.GuestExit;
import cairn.kernel.engine.GuestMemory;
import cairn.kernel.engine.HostFunction;
import cairn.kernel.engine.HostFunction.WasmType;
import cairn.registry.Interfaces;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;

/**
 * The imports of WASI preview 1, every one of them, as messages.
 *
 * <p>Arguments and environment come from {@code startup}; descriptors 0, 1 and 2 are the {@code
 * console}; files and folders are {@code files}, sockets {@code tcp}; clocks and {@code
 * poll_oneoff} are {@code time} and whatever is waited for; {@code random_get} is {@code random}.
 * {@code proc_raise} is ENOSYS, the clocks of CPU time are ENOTSUP.
 *
 * <p>Pointers are checked like those of every host call: one that leads out of the memory ends the
 * process with a sentence (where other hosts trap too), it is never an EFAULT. Tables are copied
 * once. A message that its handler answers with an error is EIO.
 *
 * <p>State per process: its descriptors ({@link WasiTable}), and input that was read and not taken.
 * Its guest threads share it. Start at WasiTable, then WasiFds, WasiPaths. Source:
 * wasi_snapshot_preview1.witx.
 */
public final class WasiPersonality implements Personality {
  /** The name of the import module. */
  public static final String MODULE = "wasi_snapshot_preview1";

  private final Interfaces interfaces;
  private final List<InetSocketAddress> listen;

  /** Speaking the messages of these; no sockets. */
  public WasiPersonality(Interfaces interfaces) {
    this(interfaces, List.of());
  }

  /**
   * The same with sockets that a program finds open.
   *
   * @param listen addresses, not names, at which it listens if the gate allows it
   */
  public WasiPersonality(Interfaces interfaces, List<InetSocketAddress> listen) {
    this.interfaces = interfaces;
    this.listen = List.copyOf(listen);
  }

  /** A function that answers an error number. */
  @FunctionalInterface
  private interface Call {
    WasiErrno call(GuestMemory memory, long[] in);
  }

  /** Collects functions; in a signature {@code i} is an i32 and {@code l} an i64. */
  private static final class Table {
    private final List<HostFunction> functions = new ArrayList<>();

    void add(String name, String signature, Call call) {
      List<WasmType> parameters =
          signature.chars().mapToObj(c -> c == 'l' ? WasmType.I64 : WasmType.I32).toList();
      functions.add(
          new HostFunction(
              MODULE,
              name,
              parameters,
              List.of(WasmType.I32),
              (memory, in) -> call.call(memory, unsigned(parameters, in)).number()));
    }

    /** An i32 comes sign-extended; pointers, lengths and descriptors are unsigned. */
    private static long[] unsigned(List<WasmType> parameters, long[] in) {
      long[] out = in.clone();
      for (int i = 0; i < out.length; i++) {
        if (parameters.get(i) == WasmType.I32) out[i] &= 0xffff_ffffL;
      }
      return out;
    }
  }

  @Override
  public List<HostFunction> functions(Syscalls syscalls) {
    WasiMessages messages = new WasiMessages(syscalls, interfaces);
    WasiFiles files = new WasiFiles(syscalls, interfaces);
    WasiTcp tcp = new WasiTcp(syscalls, interfaces);
    WasiTable open = new WasiTable(messages, new WasiPreopens(messages, files, tcp, listen));
    WasiStreams streams = new WasiStreams(open, messages, files, tcp);
    WasiPaths paths = new WasiPaths(open, files);
    WasiPoll poll = new WasiPoll(messages, open, files);
    Table table = new Table();
    process(table, new WasiProcess(messages));
    descriptors(table, new WasiFds(open, messages, files, tcp), streams);
    folders(table, new WasiFolders(open, files));
    paths(table, paths, new WasiOpen(open, paths, files));
    sockets(table, new WasiSockets(open, messages, streams, tcp));
    table.add("poll_oneoff", "iiii", (m, in) -> poll.poll(m, in[0], in[1], in[2], in[3]));
    table.functions.add(
        new HostFunction(
            MODULE,
            "proc_exit",
            List.of(WasmType.I32),
            List.of(),
            (memory, in) -> {
              throw new GuestExit((int) in[0]);
            }));
    return List.copyOf(table.functions);
  }

  private static void process(Table table, WasiProcess process) {
    table.add("args_get", "ii", (m, in) -> process.arguments(m, in[0], in[1]));
    table.add("args_sizes_get", "ii", (m, in) -> process.argumentSizes(m, in[0], in[1]));
    table.add("environ_get", "ii", (m, in) -> process.environment(m, in[0], in[1]));
    table.add("environ_sizes_get", "ii", (m, in) -> process.environmentSizes(m, in[0], in[1]));
    table.add("clock_res_get", "ii", (m, in) -> process.resolution(m, in[0], in[1]));
    table.add("clock_time_get", "ili", (m, in) -> process.time(m, in[0], in[2]));
    table.add("random_get", "ii", (m, in) -> process.random(m, in[0], in[1]));
    // Guests are preempted anyway.
    table.add("sched_yield", "", (m, in) -> WasiErrno.SUCCESS);
    table.add("proc_raise", "i", (m, in) -> WasiErrno.NOSYS);
  }

  private static void descriptors(Table table, WasiFds fds, WasiStreams streams) {
    table.add("fd_write", "iiii", (m, in) -> streams.write(m, in[0], in[1], in[2], in[3]));
    table.add("fd_read", "iiii", (m, in) -> streams.read(m, in[0], in[1], in[2], in[3]));
    table.add("fd_pread", "iiili", (m, in) -> streams.readAt(m, in[0], in[1], in[2], in[3], in[4]));
    table.add(
        "fd_pwrite", "iiili", (m, in) -> streams.writeAt(m, in[0], in[1], in[2], in[3], in[4]));
    table.add("fd_close", "i", (m, in) -> fds.close(in[0]));
    table.add("fd_renumber", "ii", (m, in) -> fds.renumber(in[0], in[1]));
    table.add("fd_fdstat_get", "ii", (m, in) -> fds.status(m, in[0], in[1]));
    table.add("fd_fdstat_set_flags", "ii", (m, in) -> fds.setFlags(in[0], in[1]));
    table.add("fd_fdstat_set_rights", "ill", (m, in) -> fds.setRights(in[0], in[1], in[2]));
    table.add("fd_filestat_get", "ii", (m, in) -> fds.fileStatus(m, in[0], in[1]));
    table.add("fd_filestat_set_size", "il", (m, in) -> fds.setSize(in[0], in[1]));
    table.add("fd_filestat_set_times", "illi", (m, in) -> fds.setTimes(in[0], in[1], in[2], in[3]));
    table.add("fd_datasync", "i", (m, in) -> fds.sync(in[0], true));
    table.add("fd_sync", "i", (m, in) -> fds.sync(in[0], false));
    table.add("fd_seek", "ilii", (m, in) -> fds.seek(m, in[0], in[1], in[2], in[3]));
    table.add("fd_tell", "ii", (m, in) -> fds.tell(m, in[0], in[1]));
    table.add("fd_advise", "illi", (m, in) -> fds.advise(in[0], in[1], in[2], in[3]));
    table.add("fd_allocate", "ill", (m, in) -> fds.allocate(in[0], in[1], in[2]));
  }

  private static void folders(Table table, WasiFolders folders) {
    table.add(
        "fd_readdir", "iiili", (m, in) -> folders.entries(m, in[0], in[1], in[2], in[3], in[4]));
    table.add("fd_prestat_get", "ii", (m, in) -> folders.preopened(m, in[0], in[1]));
    table.add(
        "fd_prestat_dir_name", "iii", (m, in) -> folders.preopenedName(m, in[0], in[1], in[2]));
  }

  private static void paths(Table table, WasiPaths paths, WasiOpen open) {
    table.add("path_create_directory", "iii", (m, in) -> paths.makeFolder(m, in[0], path(in, 1)));
    table.add(
        "path_filestat_get", "iiiii", (m, in) -> paths.status(m, in[0], in[1], path(in, 2), in[4]));
    table.add(
        "path_filestat_set_times",
        "iiiilli",
        (m, in) -> paths.setTimes(m, in[0], in[1], path(in, 2), in[4], in[5], in[6]));
    table.add(
        "path_link",
        "iiiiiii",
        (m, in) -> paths.link(m, in[0], in[1], path(in, 2), in[4], path(in, 5)));
    table.add(
        "path_open",
        "iiiiillii",
        (m, in) ->
            open.open(
                m,
                in[0],
                path(in, 2),
                new WasiOpen.Wish((in[1] & WasiPaths.FOLLOW) != 0, in[4], in[5], in[6], in[7]),
                in[8]));
    table.add(
        "path_readlink",
        "iiiiii",
        (m, in) -> paths.readLink(m, in[0], path(in, 1), in[3], in[4], in[5]));
    table.add("path_remove_directory", "iii", (m, in) -> paths.removeFolder(m, in[0], path(in, 1)));
    table.add(
        "path_rename",
        "iiiiii",
        (m, in) -> paths.rename(m, in[0], path(in, 1), in[3], path(in, 4)));
    table.add(
        "path_symlink", "iiiii", (m, in) -> paths.makeLink(m, path(in, 0), in[2], path(in, 3)));
    table.add("path_unlink_file", "iii", (m, in) -> paths.removeFile(m, in[0], path(in, 1)));
  }

  private static WasiPaths.Text path(long[] in, int at) {
    return new WasiPaths.Text(in[at], in[at + 1]);
  }

  private static void sockets(Table table, WasiSockets sockets) {
    table.add("sock_accept", "iii", (m, in) -> sockets.accept(m, in[0], in[1], in[2]));
    table.add(
        "sock_recv",
        "iiiiii",
        (m, in) -> sockets.receive(m, in[0], in[1], in[2], in[3], in[4], in[5]));
    table.add("sock_send", "iiiii", (m, in) -> sockets.send(m, in[0], in[1], in[2], in[3], in[4]));
    table.add("sock_shutdown", "ii", (m, in) -> sockets.shutdown(in[0], in[1]));
  }
}
