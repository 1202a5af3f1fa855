package cairn.kernel.abi;

import cairn.kernel.abi.WasiDescriptor.What;
import cairn.kernel.abi.WasiFiles.Place;
import cairn.kernel.engine.GuestMemory;
import cairn.registry.Payload;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.function.Function;

/** The functions that name something in a folder, but for opening it. Any guest thread. */
final class WasiPaths {
  /** PATH_MAX of Linux. */
  private static final long LONGEST = 4096;

  /** witx: lookupflags. */
  static final long FOLLOW = 1;

  private final WasiTable table;
  private final WasiFiles files;

  WasiPaths(WasiTable table, WasiFiles files) {
    this.table = table;
    this.files = files;
  }

  /** A path in the memory. */
  record Text(long at, long length) {}

  /** What is done with a place in a folder that has the rights. */
  WasiErrno in(
      GuestMemory memory, long fd, long rights, Text path, Function<Place, WasiErrno> use) {
    return table.with(
        fd,
        d -> {
          if (!(d.what() instanceof What.Folder(int folder, String _))) return WasiErrno.NOTDIR;
          if (!d.may(rights)) return WasiErrno.NOTCAPABLE;
          return text(memory, path, text -> use.apply(new Place(folder, text)));
        });
  }

  private static WasiErrno text(GuestMemory memory, Text path, Function<String, WasiErrno> use) {
    if (path.length() > LONGEST) return WasiErrno.NAMETOOLONG;
    byte[] bytes = memory.read(path.at(), path.length());
    String text;
    try {
      text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    } catch (CharacterCodingException e) {
      return WasiErrno.ILSEQ;
    }
    return use.apply(text);
  }

  WasiErrno makeFolder(GuestMemory memory, long fd, Text path) {
    return in(
        memory,
        fd,
        WasiRights.PATH_CREATE_DIRECTORY,
        path,
        place -> files.at("make-folder", place));
  }

  WasiErrno removeFolder(GuestMemory memory, long fd, Text path) {
    return in(
        memory,
        fd,
        WasiRights.PATH_REMOVE_DIRECTORY,
        path,
        place -> files.at("remove-folder", place));
  }

  WasiErrno removeFile(GuestMemory memory, long fd, Text path) {
    return in(
        memory, fd, WasiRights.PATH_UNLINK_FILE, path, place -> files.at("remove-file", place));
  }

  WasiErrno status(GuestMemory memory, long fd, long lookup, Text path, long out) {
    return in(
        memory,
        fd,
        WasiRights.PATH_FILESTAT_GET,
        path,
        place ->
            files.status(place, (lookup & FOLLOW) != 0).then(status -> status.write(memory, out)));
  }

  WasiErrno setTimes(
      GuestMemory memory,
      long fd,
      long lookup,
      Text path,
      long accessed,
      long modified,
      long flags) {
    Optional<WasiTimes> times = WasiTimes.of(accessed, modified, flags);
    return in(
        memory,
        fd,
        WasiRights.PATH_FILESTAT_SET_TIMES,
        path,
        place ->
            times
                .map(
                    it ->
                        files.setTimes(place, (lookup & FOLLOW) != 0, it.accessed(), it.modified()))
                .orElse(WasiErrno.INVAL));
  }

  WasiErrno link(GuestMemory memory, long fd, long lookup, Text path, long newFd, Text newPath) {
    return in(
        memory,
        fd,
        WasiRights.PATH_LINK_SOURCE,
        path,
        from ->
            in(
                memory,
                newFd,
                WasiRights.PATH_LINK_TARGET,
                newPath,
                to -> files.link(from, (lookup & FOLLOW) != 0, to)));
  }

  WasiErrno rename(GuestMemory memory, long fd, Text path, long newFd, Text newPath) {
    return in(
        memory,
        fd,
        WasiRights.PATH_RENAME_SOURCE,
        path,
        from ->
            in(
                memory,
                newFd,
                WasiRights.PATH_RENAME_TARGET,
                newPath,
                to -> files.rename(from, to)));
  }

  WasiErrno makeLink(GuestMemory memory, Text target, long fd, Text path) {
    return in(
        memory,
        fd,
        WasiRights.PATH_SYMLINK,
        path,
        place -> text(memory, target, text -> files.makeLink(text, place)));
  }

  WasiErrno readLink(GuestMemory memory, long fd, Text path, long out, long room, long used) {
    return in(
        memory,
        fd,
        WasiRights.PATH_READLINK,
        path,
        place ->
            files
                .readLink(place)
                .then(
                    target -> {
                      Payload bytes = Payload.utf8(target);
                      // As POSIX: what does not fit is cut.
                      int length = (int) Math.min(room, bytes.length());
                      memory.write(out, bytes.slice(0, length));
                      memory.putI32(used, length);
                      return WasiErrno.SUCCESS;
                    }));
  }
}
