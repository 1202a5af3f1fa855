package cairn.kernel.abi;

import cairn.kernel.abi.WasiDescriptor.What;
import cairn.kernel.engine.GuestMemory;
import cairn.registry.Payload;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import java.util.OptionalLong;

/** What is preopened, and what is in folders. Any guest thread. */
final class WasiFolders {
  /** witx: dirent, without the name behind it. */
  private static final int DIRENT = 24;

  private static final int PREOPENED_FOLDER = 0;

  /** No kind that witx knows: the libraries that look for folders go on to the next. */
  private static final int PREOPENED_SOCKET = 1;

  private final WasiTable table;
  private final WasiFiles files;

  WasiFolders(WasiTable table, WasiFiles files) {
    this.table = table;
    this.files = files;
  }

  WasiErrno preopened(GuestMemory memory, long fd, long out) {
    return table.with(
        fd,
        d ->
            switch (d.what()) {
              case What.Folder(int _, String name) -> {
                if (name.isEmpty()) yield WasiErrno.BADF;
                yield prestat(memory, out, PREOPENED_FOLDER, Payload.utf8(name).length());
              }
              case What.Listener _ -> prestat(memory, out, PREOPENED_SOCKET, 0);
              case What.In _, What.Out _, What.File _, What.Connection _ -> WasiErrno.BADF;
            });
  }

  private static WasiErrno prestat(GuestMemory memory, long out, int tag, int length) {
    memory.putI32(out, tag);
    memory.putI32(out + 4, length);
    return WasiErrno.SUCCESS;
  }

  WasiErrno preopenedName(GuestMemory memory, long fd, long out, long room) {
    return table.with(
        fd,
        d -> {
          if (!(d.what() instanceof What.Folder(int _, String name)) || name.isEmpty())
            return WasiErrno.BADF;
          Payload bytes = Payload.utf8(name);
          if (bytes.length() > room) return WasiErrno.NAMETOOLONG;
          memory.write(out, bytes);
          return WasiErrno.SUCCESS;
        });
  }

  /**
   * Writes entries, the last one perhaps cut, into the room. Each says where the list goes on,
   * whatever was made or removed meanwhile.
   */
  WasiErrno entries(GuestMemory memory, long fd, long out, long room, long after, long used) {
    return table.with(
        fd,
        d -> {
          if (!(d.what() instanceof What.Folder(int folder, String _))) return WasiErrno.NOTDIR;
          if (!d.may(WasiRights.FD_READDIR)) return WasiErrno.NOTCAPABLE;
          memory.putI32(used, 0);
          WasiCookies cookies = files.cookies(folder);
          OptionalLong place = cookies.place(after);
          if (place.isEmpty()) return WasiErrno.INVAL;
          var window = new Window(out, room);
          return entries(memory, folder, window, cookies, after, place.getAsLong(), used);
        });
  }

  /** Room in the guest's memory. */
  private record Window(long out, long room) {}

  private WasiErrno entries(
      GuestMemory memory,
      int folder,
      Window window,
      WasiCookies cookies,
      long after,
      long from,
      long used) {
    long filled = 0;
    long cookie = after;
    long place = from;
    while (filled < window.room()) {
      WasiReply<List<WasiFiles.Entry>> reply =
          files.entries(folder, place, (window.room() - filled) / DIRENT + 1);
      if (!(reply instanceof WasiReply.Ok<List<WasiFiles.Entry>>(var entries)))
        return reply.errno();
      if (entries.isEmpty()) break;
      for (WasiFiles.Entry entry : entries) {
        if (filled == window.room()) break;
        place = entry.next();
        cookie = cookies.of(cookie, place & Long.MAX_VALUE);
        byte[] bytes = dirent(entry, cookie);
        int part = (int) Math.min(bytes.length, window.room() - filled);
        memory.write(window.out() + filled, bytes, 0, part);
        filled += part;
      }
    }
    memory.putI32(used, (int) filled);
    return WasiErrno.SUCCESS;
  }

  private static byte[] dirent(WasiFiles.Entry entry, long cookie) {
    byte[] name = Payload.utf8(entry.name()).toByteArray();
    return ByteBuffer.allocate(DIRENT + name.length)
        .order(ByteOrder.LITTLE_ENDIAN)
        .putLong(cookie)
        .putLong(entry.node())
        .putInt(name.length)
        .put((byte) entry.type())
        .position(DIRENT)
        .put(name)
        .array();
  }
}
