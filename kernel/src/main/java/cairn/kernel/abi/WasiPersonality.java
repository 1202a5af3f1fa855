package cairn.kernel.abi;

import cairn.kernel.engine.GuestExit;
import cairn.kernel.engine.GuestMemory;
import cairn.kernel.engine.HostFunction;
import cairn.kernel.engine.HostFunction.WasmType;
import cairn.registry.Interfaces;
import java.util.ArrayList;
import java.util.List;

/**
 * The imports of WASI preview 1, every one of them, as messages.
 *
 * <p>Arguments and environment come from {@code process}; descriptors 0, 1 and 2 are the {@code
 * console}; clocks and {@code poll_oneoff} are {@code time} and {@code console}; {@code random_get}
 * is {@code random}. There are no files yet and nothing is preopened: other descriptors are EBADF.
 * Sockets are ENOTSUP, {@code proc_raise} is ENOSYS. The clocks of CPU time are ENOTSUP.
 *
 * <p>Pointers are checked like those of every host call: one that leads out of the memory ends the
 * process with a sentence (where other hosts trap too), it is never an EFAULT. Tables are copied
 * once. A message that its handler answers with an error is EIO.
 *
 * <p>State per process: which of the three descriptors is which stream, and input that was read and
 * not taken. Confined to its guest thread. Source: wasi_snapshot_preview1.witx.
 */
public final class WasiPersonality implements Personality {
  /** The name of the import module. */
  public static final String MODULE = "wasi_snapshot_preview1";

  private final Interfaces interfaces;

  /** Speaking the messages of these. */
  public WasiPersonality(Interfaces interfaces) {
    this.interfaces = interfaces;
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
    WasiInput input = new WasiInput(messages);
    Table table = new Table();
    process(table, new WasiProcess(messages));
    WasiDescriptors descriptors = new WasiDescriptors(messages, input);
    descriptors(table, descriptors);
    paths(table, descriptors);
    WasiPoll poll = new WasiPoll(messages, input, descriptors);
    table.add("poll_oneoff", "iiii", (m, in) -> poll.poll(m, in[0], in[1], in[2], in[3]));
    for (String name : List.of("sock_shutdown:ii", "sock_accept:iii")) notSupported(table, name);
    for (String name : List.of("sock_recv:iiiiii", "sock_send:iiiii")) notSupported(table, name);
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

  private static void notSupported(Table table, String nameAndSignature) {
    String[] parts = nameAndSignature.split(":", 2);
    table.add(parts[0], parts[1], (m, in) -> WasiErrno.NOTSUP);
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

  private static void descriptors(Table table, WasiDescriptors fds) {
    table.add("fd_write", "iiii", (m, in) -> fds.write(m, in[0], in[1], in[2], in[3]));
    table.add("fd_read", "iiii", (m, in) -> fds.read(m, in[0], in[1], in[2], in[3]));
    table.add("fd_close", "i", (m, in) -> fds.close(in[0]));
    table.add("fd_renumber", "ii", (m, in) -> fds.renumber(in[0], in[1]));
    table.add("fd_fdstat_get", "ii", (m, in) -> fds.status(m, in[0], in[1]));
    table.add("fd_fdstat_set_flags", "ii", (m, in) -> fds.setFlags(in[0], in[1]));
    table.add("fd_filestat_get", "ii", (m, in) -> fds.fileStatus(m, in[0], in[1]));
    // All that was printed is on its way when fd_write returns.
    table.add("fd_datasync", "i", (m, in) -> fds.ifOpen(in[0], WasiErrno.SUCCESS));
    table.add("fd_sync", "i", (m, in) -> fds.ifOpen(in[0], WasiErrno.SUCCESS));
    table.add("fd_seek", "ilii", (m, in) -> fds.ifOpen(in[0], WasiErrno.SPIPE));
    table.add("fd_tell", "ii", (m, in) -> fds.ifOpen(in[0], WasiErrno.SPIPE));
    table.add("fd_advise", "illi", (m, in) -> fds.ifOpen(in[0], WasiErrno.SPIPE));
    table.add("fd_allocate", "ill", (m, in) -> fds.ifOpen(in[0], WasiErrno.SPIPE));
    table.add("fd_pread", "iiili", (m, in) -> fds.ifOpen(in[0], WasiErrno.SPIPE));
    table.add("fd_pwrite", "iiili", (m, in) -> fds.ifOpen(in[0], WasiErrno.SPIPE));
    table.add("fd_readdir", "iiili", (m, in) -> fds.ifOpen(in[0], WasiErrno.NOTDIR));
    table.add("fd_fdstat_set_rights", "ill", (m, in) -> fds.ifOpen(in[0], WasiErrno.NOTSUP));
    table.add("fd_filestat_set_size", "il", (m, in) -> fds.ifOpen(in[0], WasiErrno.INVAL));
    table.add("fd_filestat_set_times", "illi", (m, in) -> fds.ifOpen(in[0], WasiErrno.NOTSUP));
    // Nothing is preopened; the three streams are not either.
    table.add("fd_prestat_get", "ii", (m, in) -> WasiErrno.BADF);
    table.add("fd_prestat_dir_name", "iii", (m, in) -> WasiErrno.BADF);
  }

  /** All begin at a directory, and no descriptor is one. The descriptor's place differs. */
  private static void paths(Table table, WasiDescriptors fds) {
    Call first = (m, in) -> fds.ifOpen(in[0], WasiErrno.NOTDIR);
    table.add("path_create_directory", "iii", first);
    table.add("path_filestat_get", "iiiii", first);
    table.add("path_filestat_set_times", "iiiilli", first);
    table.add("path_link", "iiiiiii", first);
    table.add("path_open", "iiiiillii", first);
    table.add("path_readlink", "iiiiii", first);
    table.add("path_remove_directory", "iii", first);
    table.add("path_rename", "iiiiii", first);
    table.add("path_symlink", "iiiii", (m, in) -> fds.ifOpen(in[2], WasiErrno.NOTDIR));
    table.add("path_unlink_file", "iii", first);
  }
}
