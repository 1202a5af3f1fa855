package cairn.kernel.abi;

import cairn.kernel.abi.WasiDescriptor.What;
import cairn.kernel.engine.GuestMemory;
import cairn.registry.Payload;

/** Reading and writing: {@code fd_read}, {@code fd_write} and their likes. Any guest thread. */
final class WasiStreams {
  /** The most bytes of one message. */
  private static final int PIECE = 1 << 20;

  private final WasiTable table;
  private final WasiMessages messages;
  private final WasiFiles files;
  private final WasiTcp tcp;

  WasiStreams(WasiTable table, WasiMessages messages, WasiFiles files, WasiTcp tcp) {
    this.table = table;
    this.messages = messages;
    this.files = files;
    this.tcp = tcp;
  }

  /** Takes the next piece of what is written. */
  @FunctionalInterface
  private interface Sink {
    /** {@code done}: bytes that it took before; answers how many of these it took. */
    WasiReply<Long> put(long done, Payload bytes);
  }

  WasiErrno read(GuestMemory memory, long fd, long list, long count, long taken) {
    return table.withAsking(
        fd,
        d ->
            switch (d.what()) {
              case What.In(WasiInput input) -> receive(memory, d, input, list, count, taken, false);
              case What.Connection(int _, WasiInput input) ->
                  receive(memory, d, input, list, count, taken, false);
              case What.File(int file) -> {
                if (!d.may(WasiRights.FD_READ)) yield WasiErrno.NOTCAPABLE;
                yield readFile(memory, d, file, d.offset(), true, list, count, taken);
              }
              case What.Folder _ -> WasiErrno.ISDIR;
              case What.Out _, What.Listener _ -> WasiErrno.BADF;
            });
  }

  WasiErrno readAt(GuestMemory memory, long fd, long list, long count, long offset, long taken) {
    return table.with(
        fd,
        d ->
            switch (d.what()) {
              case What.File(int file) -> {
                if (!d.may(WasiRights.FD_READ | WasiRights.FD_SEEK)) yield WasiErrno.NOTCAPABLE;
                yield readFile(memory, d, file, offset, false, list, count, taken);
              }
              case What.Folder _ -> WasiErrno.ISDIR;
              case What.In _, What.Out _, What.Listener _, What.Connection _ -> WasiErrno.SPIPE;
            });
  }

  private WasiErrno readFile(
      GuestMemory memory,
      WasiDescriptor d,
      int file,
      long offset,
      boolean moves,
      long list,
      long count,
      long taken) {
    WasiBuffers buffers = WasiBuffers.read(memory, list, count);
    memory.putI32(taken, 0);
    if (buffers.total() == 0) return WasiErrno.SUCCESS;
    return files
        .read(file, offset, Math.min(buffers.total(), PIECE))
        .then(
            bytes -> {
              if (bytes.length() > buffers.total()) return WasiErrno.IO;
              buffers.fill(memory, bytes);
              memory.putI32(taken, bytes.length());
              if (moves) d.setOffset(offset + bytes.length());
              return WasiErrno.SUCCESS;
            });
  }

  /** Reads what comes in. {@code peek} leaves it for the next read. */
  WasiErrno receive(
      GuestMemory memory,
      WasiDescriptor d,
      WasiInput input,
      long list,
      long count,
      long taken,
      boolean peek) {
    if (!d.may(WasiRights.FD_READ)) return WasiErrno.NOTCAPABLE;
    WasiBuffers buffers = WasiBuffers.read(memory, list, count);
    memory.putI32(taken, 0);
    if (buffers.total() == 0) return d.isOpen(messages) ? WasiErrno.SUCCESS : WasiErrno.BADF;
    boolean wait = !d.has(WasiDescriptor.NONBLOCK);
    return switch (input.read(buffers.total(), wait, peek)) {
      case WasiInput.Got.Nothing() -> WasiErrno.AGAIN;
      case WasiInput.Got.Failed(WasiErrno error) -> error;
      case WasiInput.Got.Bytes(Payload bytes) -> {
        buffers.fill(memory, bytes);
        memory.putI32(taken, bytes.length());
        yield WasiErrno.SUCCESS;
      }
    };
  }

  WasiErrno write(GuestMemory memory, long fd, long list, long count, long written) {
    return table.withAsking(
        fd,
        d ->
            switch (d.what()) {
              case What.Out(boolean err) -> {
                if (!d.may(WasiRights.FD_WRITE)) yield WasiErrno.NOTCAPABLE;
                WasiBuffers buffers = WasiBuffers.read(memory, list, count);
                if (buffers.total() == 0 && !d.isOpen(messages)) yield WasiErrno.BADF;
                yield send(memory, buffers, written, (done, bytes) -> messages.print(err, bytes));
              }
              case What.Connection(int socket, WasiInput _) ->
                  send(memory, d, socket, list, count, written);
              case What.File(int file) -> {
                if (!d.may(WasiRights.FD_WRITE)) yield WasiErrno.NOTCAPABLE;
                long from = d.offset();
                Sink sink =
                    d.has(WasiDescriptor.APPEND)
                        ? (done, bytes) -> append(d, file, bytes)
                        : (done, bytes) -> put(d, file, from + done, bytes, true);
                WasiErrno error = send(memory, list, count, written, sink);
                yield error == WasiErrno.SUCCESS ? synced(d, file) : error;
              }
              case What.Folder _ -> WasiErrno.ISDIR;
              case What.In _, What.Listener _ -> WasiErrno.BADF;
            });
  }

  WasiErrno writeAt(GuestMemory memory, long fd, long list, long count, long at, long written) {
    return table.with(
        fd,
        d ->
            switch (d.what()) {
              case What.File(int file) -> {
                if (!d.may(WasiRights.FD_WRITE | WasiRights.FD_SEEK)) yield WasiErrno.NOTCAPABLE;
                // POSIX: where it says, also when it is open for appending.
                Sink sink = (done, bytes) -> put(d, file, at + done, bytes, false);
                WasiErrno error = send(memory, list, count, written, sink);
                yield error == WasiErrno.SUCCESS ? synced(d, file) : error;
              }
              case What.Folder _ -> WasiErrno.ISDIR;
              case What.In _, What.Out _, What.Listener _, What.Connection _ -> WasiErrno.SPIPE;
            });
  }

  /** Writes to a connection. */
  WasiErrno send(
      GuestMemory memory, WasiDescriptor d, int socket, long list, long count, long written) {
    if (!d.may(WasiRights.FD_WRITE)) return WasiErrno.NOTCAPABLE;
    return send(
        memory,
        list,
        count,
        written,
        (done, bytes) -> {
          WasiErrno error = tcp.write(socket, bytes);
          return error == WasiErrno.SUCCESS ? all(bytes) : new WasiReply.No<>(error);
        });
  }

  private static WasiReply<Long> all(Payload bytes) {
    return new WasiReply.Ok<>((long) bytes.length());
  }

  private WasiReply<Long> put(WasiDescriptor d, int file, long at, Payload bytes, boolean moves) {
    WasiReply<Long> reply = files.write(file, at, bytes);
    if (moves && reply instanceof WasiReply.Ok<Long>(Long count)) d.setOffset(at + count);
    return reply;
  }

  private WasiReply<Long> append(WasiDescriptor d, int file, Payload bytes) {
    return switch (files.append(file, bytes)) {
      case WasiReply.Ok<Long>(Long end) -> {
        d.setOffset(end);
        yield all(bytes);
      }
      case WasiReply.No<Long> no -> no;
    };
  }

  private WasiErrno synced(WasiDescriptor d, int file) {
    if (d.has(WasiDescriptor.SYNC)) return files.sync(file, false);
    return d.has(WasiDescriptor.DSYNC) ? files.sync(file, true) : WasiErrno.SUCCESS;
  }

  /** Writes piece by piece; a failure after the first is a short write. */
  private static WasiErrno send(
      GuestMemory memory, long list, long count, long written, Sink sink) {
    return send(memory, WasiBuffers.read(memory, list, count), written, sink);
  }

  private static WasiErrno send(GuestMemory memory, WasiBuffers buffers, long written, Sink sink) {
    // More than a 32-bit ssize_t says is a short write.
    long total = Math.min(buffers.total(), Integer.MAX_VALUE);
    // Found out of bounds here, before anything is written.
    memory.putI32(written, 0);
    WasiErrno error = WasiErrno.SUCCESS;
    long done = 0;
    while (done < total) {
      int part = (int) Math.min(PIECE, total - done);
      WasiReply<Long> reply = sink.put(done, Payload.owning(buffers.copy(memory, done, part)));
      error = reply.errno();
      // Whoever answers may be a program.
      long more = reply instanceof WasiReply.Ok<Long>(Long put) ? Math.min(put, part) : 0;
      done += more;
      if (more < part) break;
    }
    memory.putI32(written, (int) done);
    return done > 0 ? WasiErrno.SUCCESS : error;
  }
}
