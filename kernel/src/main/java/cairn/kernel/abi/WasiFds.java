package cairn.kernel.abi;

import cairn.kernel.abi.WasiDescriptor.What;
import cairn.kernel.engine.GuestMemory;
import java.util.Optional;
import java.util.function.Function;

/** What is done to a descriptor, whatever it stands for. Any guest thread. */
final class WasiFds {
  private static final int FLAGS_OF_STREAMS = WasiDescriptor.APPEND | WasiDescriptor.NONBLOCK;
  private static final int FLAGS =
      FLAGS_OF_STREAMS | WasiDescriptor.DSYNC | WasiDescriptor.RSYNC | WasiDescriptor.SYNC;
  private static final int FDSTAT = 24;

  // witx: advice, whence.
  private static final long LAST_ADVICE = 5;
  private static final int SET = 0;
  private static final int CUR = 1;
  private static final int END = 2;

  private final WasiTable table;
  private final WasiMessages messages;
  private final WasiFiles files;
  private final WasiTcp tcp;

  WasiFds(WasiTable table, WasiMessages messages, WasiFiles files, WasiTcp tcp) {
    this.table = table;
    this.messages = messages;
    this.files = files;
    this.tcp = tcp;
  }

  WasiErrno close(long fd) {
    Optional<WasiDescriptor> closed = table.remove(fd);
    closed.ifPresent(this::release);
    return closed.isPresent() ? WasiErrno.SUCCESS : WasiErrno.BADF;
  }

  WasiErrno renumber(long from, long to) {
    return switch (table.renumber(from, to)) {
      case WasiTable.Renumbered.NotOpen() -> WasiErrno.BADF;
      case WasiTable.Renumbered.Done(Optional<WasiDescriptor> closed) -> {
        closed.ifPresent(this::release);
        yield WasiErrno.SUCCESS;
      }
    };
  }

  private void release(WasiDescriptor d) {
    switch (d.what()) {
      case What.In _, What.Out _ -> {}
      case What.File(int handle) -> files.close(handle);
      case What.Folder(int handle, String _) -> files.close(handle);
      case What.Listener(WasiListener listener) -> tcp.close(listener.socket());
      case What.Connection(int socket, WasiInput _) -> tcp.close(socket);
    }
  }

  /** Writes an fdstat. */
  WasiErrno status(GuestMemory memory, long fd, long out) {
    return table.withAsking(
        fd,
        d ->
            d.type(messages)
                .then(
                    type -> {
                      memory.write(out, new byte[FDSTAT], 0, FDSTAT);
                      memory.putU8(out, type);
                      memory.putI16(out + 2, d.flags());
                      memory.putI64(out + 8, d.base());
                      memory.putI64(out + 16, d.inheriting());
                      return WasiErrno.SUCCESS;
                    }));
  }

  WasiErrno setFlags(long fd, long flags) {
    return table.with(
        fd,
        d -> {
          if (!d.may(WasiRights.FD_FDSTAT_SET_FLAGS)) return WasiErrno.NOTCAPABLE;
          if ((flags & ~FLAGS) != 0) return WasiErrno.INVAL;
          boolean file = d.what() instanceof What.File;
          if (!file && (flags & ~FLAGS_OF_STREAMS) != 0) return WasiErrno.NOTSUP;
          d.setFlags((int) flags);
          return WasiErrno.SUCCESS;
        });
  }

  WasiErrno setRights(long fd, long base, long inheriting) {
    return table.with(
        fd, d -> d.narrow(base, inheriting) ? WasiErrno.SUCCESS : WasiErrno.NOTCAPABLE);
  }

  /** Writes a filestat. */
  WasiErrno fileStatus(GuestMemory memory, long fd, long out) {
    return table.withAsking(
        fd,
        d -> {
          if (!d.may(WasiRights.FD_FILESTAT_GET)) return WasiErrno.NOTCAPABLE;
          return switch (d.what()) {
            case What.File(int handle) -> files.status(handle).then(s -> s.write(memory, out));
            case What.Folder(int handle, String _) ->
                files.status(handle).then(s -> s.write(memory, out));
            case What.In _, What.Out _, What.Listener _, What.Connection _ ->
                d.type(messages).then(type -> WasiFileStatus.of(type).write(memory, out));
          };
        });
  }

  WasiErrno sync(long fd, boolean onlyBytes) {
    long right = onlyBytes ? WasiRights.FD_DATASYNC : WasiRights.FD_SYNC;
    return table.with(
        fd,
        d ->
            switch (d.what()) {
              // All that was printed is on its way when fd_write returns.
              case What.In _, What.Out _, What.Listener _, What.Connection _ -> WasiErrno.SUCCESS;
              case What.File(int handle) -> allowed(d, right, () -> files.sync(handle, onlyBytes));
              case What.Folder(int handle, String _) ->
                  allowed(d, right, () -> files.sync(handle, onlyBytes));
            });
  }

  WasiErrno setTimes(long fd, long accessed, long modified, long flags) {
    return table.with(
        fd,
        d -> {
          Optional<WasiTimes> times = WasiTimes.of(accessed, modified, flags);
          return switch (d.what()) {
            case What.In _, What.Out _, What.Listener _, What.Connection _ -> WasiErrno.NOTSUP;
            case What.File(int handle) -> setTimes(d, handle, times);
            case What.Folder(int handle, String _) -> setTimes(d, handle, times);
          };
        });
  }

  private WasiErrno setTimes(WasiDescriptor d, int handle, Optional<WasiTimes> times) {
    if (times.isEmpty()) return WasiErrno.INVAL;
    return allowed(
        d,
        WasiRights.FD_FILESTAT_SET_TIMES,
        () -> files.setTimes(handle, times.get().accessed(), times.get().modified()));
  }

  WasiErrno setSize(long fd, long size) {
    return file(
        fd,
        WasiRights.FD_FILESTAT_SET_SIZE,
        WasiErrno.INVAL,
        d -> size < 0 ? WasiErrno.FBIG : files.setSize(handle(d), size));
  }

  WasiErrno allocate(long fd, long offset, long length) {
    return file(
        fd,
        WasiRights.FD_ALLOCATE,
        WasiErrno.SPIPE,
        d -> files.allocate(handle(d), offset, length));
  }

  /** Advice is taken note of, and nothing is done. */
  WasiErrno advise(long fd, long offset, long length, long advice) {
    return file(
        fd,
        WasiRights.FD_ADVISE,
        WasiErrno.SPIPE,
        d ->
            advice > LAST_ADVICE || offset < 0 || length < 0 ? WasiErrno.INVAL : WasiErrno.SUCCESS);
  }

  WasiErrno tell(GuestMemory memory, long fd, long out) {
    return file(
        fd,
        WasiRights.FD_TELL,
        WasiErrno.SPIPE,
        d -> {
          memory.putI64(out, d.offset());
          return WasiErrno.SUCCESS;
        });
  }

  WasiErrno seek(GuestMemory memory, long fd, long offset, long whence, long out) {
    // Where it stands, fd_tell says too.
    long right = offset == 0 && whence == CUR ? WasiRights.FD_TELL : WasiRights.FD_SEEK;
    return file(
        fd,
        right,
        WasiErrno.SPIPE,
        d ->
            switch ((int) whence) {
              case SET -> moved(memory, d, 0, offset, out);
              case CUR -> moved(memory, d, d.offset(), offset, out);
              case END ->
                  files.status(handle(d)).then(s -> moved(memory, d, s.size(), offset, out));
              default -> WasiErrno.INVAL;
            });
  }

  private static WasiErrno moved(
      GuestMemory memory, WasiDescriptor d, long from, long offset, long out) {
    long to = from + offset;
    // Below 0, or beyond what a number says.
    if (to < 0) return WasiErrno.INVAL;
    memory.putI64(out, to);
    d.setOffset(to);
    return WasiErrno.SUCCESS;
  }

  private static int handle(WasiDescriptor d) {
    return ((What.File) d.what()).handle();
  }

  /** What is done with a file that has the right; {@code ofStreams}: the error of others. */
  private WasiErrno file(
      long fd, long right, WasiErrno ofStreams, Function<WasiDescriptor, WasiErrno> use) {
    return table.with(
        fd,
        d ->
            switch (d.what()) {
              case What.File _ -> allowed(d, right, () -> use.apply(d));
              case What.Folder _ -> WasiErrno.ISDIR;
              case What.In _, What.Out _, What.Listener _, What.Connection _ -> ofStreams;
            });
  }

  /** Something that is done if a right allows it. */
  @FunctionalInterface
  private interface Deed {
    WasiErrno run();
  }

  private static WasiErrno allowed(WasiDescriptor d, long right, Deed deed) {
    // witx: the right to seek is the right to tell.
    boolean may = d.may(right) || (right == WasiRights.FD_TELL && d.may(WasiRights.FD_SEEK));
    return may ? deed.run() : WasiErrno.NOTCAPABLE;
  }
}
