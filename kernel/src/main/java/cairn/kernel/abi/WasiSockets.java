package cairn.kernel.abi;

import cairn.kernel.abi.WasiDescriptor.What;
import cairn.kernel.engine.GuestMemory;
import java.util.Optional;
import java.util.function.BiFunction;

/**
 * {@code sock_*}: sockets of {@code --listen} and the connections that come to them. Any guest
 * thread.
 */
final class WasiSockets {
  // witx: riflags, sdflags.
  private static final long PEEK = 1;
  private static final long WAIT_FOR_ALL = 1 << 1;
  private static final long READ_SIDE = 1;
  private static final long WRITE_SIDE = 1 << 1;

  private final WasiTable table;
  private final WasiMessages messages;
  private final WasiStreams streams;
  private final WasiTcp tcp;

  WasiSockets(WasiTable table, WasiMessages messages, WasiStreams streams, WasiTcp tcp) {
    this.table = table;
    this.messages = messages;
    this.streams = streams;
    this.tcp = tcp;
  }

  WasiErrno accept(GuestMemory memory, long fd, long flags, long out) {
    Optional<WasiDescriptor> found = table.getSocket(fd);
    if (found.isEmpty()) return WasiErrno.BADF;
    WasiDescriptor d = found.get();
    if (!(d.what() instanceof What.Listener(WasiListener listener)))
      return d.what() instanceof What.Connection ? WasiErrno.INVAL : WasiErrno.NOTSOCK;
    if (!d.may(WasiRights.SOCK_ACCEPT)) return WasiErrno.NOTCAPABLE;
    if ((flags & ~WasiDescriptor.NONBLOCK) != 0) return WasiErrno.INVAL;
    memory.putI32(out, 0);
    Optional<WasiReply<Integer>> next = listener.next(!d.has(WasiDescriptor.NONBLOCK));
    if (next.isEmpty()) return WasiErrno.AGAIN;
    return next.get()
        .then(
            socket -> {
              var input = new WasiInput(messages, tcp.input(socket));
              long rights = WasiRights.CONNECTION & d.inheriting();
              var connection =
                  new WasiDescriptor(new What.Connection(socket, input), rights, 0, (int) flags);
              memory.putI32(out, (int) table.add(connection));
              return WasiErrno.SUCCESS;
            });
  }

  WasiErrno receive(
      GuestMemory memory, long fd, long list, long count, long flags, long taken, long flagsOut) {
    return connection(
        fd,
        (d, connection) -> {
          // A whole buffer at once is more than tcp gives; a program that wants it reads on.
          if ((flags & ~(PEEK | WAIT_FOR_ALL)) != 0) return WasiErrno.INVAL;
          if ((flags & WAIT_FOR_ALL) != 0) return WasiErrno.NOTSUP;
          memory.putI16(flagsOut, 0);
          return streams.receive(
              memory, d, connection.input(), list, count, taken, (flags & PEEK) != 0);
        });
  }

  WasiErrno send(GuestMemory memory, long fd, long list, long count, long flags, long written) {
    return connection(
        fd,
        (d, connection) ->
            flags != 0
                ? WasiErrno.INVAL
                : streams.send(memory, d, connection.socket(), list, count, written));
  }

  WasiErrno shutdown(long fd, long how) {
    return connection(
        fd,
        (d, connection) -> {
          if (!d.may(WasiRights.SOCK_SHUTDOWN)) return WasiErrno.NOTCAPABLE;
          if (how == 0 || (how & ~(READ_SIDE | WRITE_SIDE)) != 0) return WasiErrno.INVAL;
          if ((how & READ_SIDE) != 0) connection.input().close();
          return (how & WRITE_SIDE) != 0 ? tcp.shutdown(connection.socket()) : WasiErrno.SUCCESS;
        });
  }

  private WasiErrno connection(
      long fd, BiFunction<WasiDescriptor, What.Connection, WasiErrno> use) {
    Optional<WasiDescriptor> found = table.getSocket(fd);
    if (found.isEmpty()) return WasiErrno.BADF;
    return switch (found.get().what()) {
      case What.Connection connection -> use.apply(found.get(), connection);
      case What.Listener _ -> WasiErrno.NOTCONN;
      case What.In _, What.Out _, What.File _, What.Folder _ -> WasiErrno.NOTSOCK;
    };
  }
}
