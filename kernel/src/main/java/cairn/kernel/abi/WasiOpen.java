package cairn.kernel.abi;

import cairn.kernel.abi.WasiDescriptor.What;
import cairn.kernel.abi.WasiFiles.Opened;
import cairn.kernel.abi.WasiFiles.Place;
import cairn.kernel.engine.GuestMemory;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * {@code path_open}, and what rights a new descriptor has: those that were asked for, that its
 * folder may pass on, and that mean something for what it is. To ask for more than the folder may
 * pass on is ENOTCAPABLE; of what is to be passed on further, the rest is left out, because
 * libraries ask for everything there. Any guest thread.
 */
final class WasiOpen {
  // witx: oflags.
  private static final long CREATE = 1;
  private static final long FOLDER = 1 << 1;
  private static final long EXCLUSIVE = 1 << 2;
  private static final long TRUNCATE = 1 << 3;
  private static final long OFLAGS = 15;

  private static final long FDFLAGS = 31;

  private final WasiTable table;
  private final WasiPaths paths;
  private final WasiFiles files;

  WasiOpen(WasiTable table, WasiPaths paths, WasiFiles files) {
    this.table = table;
    this.paths = paths;
    this.files = files;
  }

  /** What is asked for. */
  record Wish(boolean follow, long oflags, long base, long inheriting, long fdflags) {
    boolean has(long oflag) {
      return (oflags & oflag) != 0;
    }

    boolean may(long right) {
      return (base & right) != 0;
    }
  }

  WasiErrno open(GuestMemory memory, long fd, WasiPaths.Text path, Wish wish, long out) {
    if ((wish.oflags() & ~OFLAGS) != 0 || (wish.fdflags() & ~FDFLAGS) != 0) return WasiErrno.INVAL;
    long rights =
        WasiRights.PATH_OPEN
            | (wish.has(CREATE) ? WasiRights.PATH_CREATE_FILE : 0)
            // Whoever may write a file opened here may empty it: Go asks for no more of folders.
            | (wish.has(TRUNCATE) && !wish.may(WasiRights.WRITES)
                ? WasiRights.PATH_FILESTAT_SET_SIZE
                : 0);
    return paths.in(
        memory,
        fd,
        rights,
        path,
        place -> {
          // Out of bounds is found before anything is opened.
          memory.putI32(out, 0);
          Optional<WasiDescriptor> from = table.get(fd);
          if (from.isEmpty()) return WasiErrno.BADF;
          long passed = from.get().inheriting();
          if ((wish.base() & WasiRights.ALL & ~passed) != 0) return WasiErrno.NOTCAPABLE;
          return opened(place, wish)
              .then(
                  opened -> {
                    WasiDescriptor made = descriptor(opened, wish, passed);
                    memory.putI32(out, (int) table.add(made));
                    return WasiErrno.SUCCESS;
                  });
        });
  }

  private static WasiDescriptor descriptor(Opened opened, Wish wish, long passed) {
    long inheriting = wish.inheriting() & passed;
    return opened.folder()
        ? new WasiDescriptor(
            new What.Folder(opened.handle(), ""),
            wish.base() & WasiRights.FOLDER,
            inheriting & (WasiRights.FOLDER | WasiRights.FILE),
            0)
        : new WasiDescriptor(
            new What.File(opened.handle()), wish.base() & WasiRights.FILE, 0, (int) wish.fdflags());
  }

  private WasiReply<Opened> opened(Place place, Wish wish) {
    boolean writes = wish.may(WasiRights.WRITES) && !wish.has(FOLDER);
    WasiReply<Opened> reply = files.open(place, wish.follow(), how(wish, writes));
    // A folder is not written, but whoever wants all rights may open it.
    boolean again = writes && reply.errno() == WasiErrno.ISDIR && !wish.may(WasiRights.FD_WRITE);
    if (again) reply = files.open(place, wish.follow(), how(wish, false));
    if (reply instanceof WasiReply.Ok<Opened>(Opened opened)
        && opened.folder()
        && wish.may(WasiRights.FD_WRITE)) {
      files.close(opened.handle());
      return new WasiReply.No<>(WasiErrno.ISDIR);
    }
    return reply;
  }

  private static List<String> how(Wish wish, boolean writes) {
    List<String> how = new ArrayList<>();
    if (wish.may(WasiRights.FD_READ) || !writes) how.add("read");
    if (writes) how.add("write");
    if (wish.has(CREATE)) how.add("create");
    if (wish.has(EXCLUSIVE)) how.add("exclusive");
    if (wish.has(TRUNCATE)) how.add("truncate");
    if (wish.has(FOLDER)) how.add("folder");
    return how;
  }
}
