package cairn.kernel.host.files;

import cairn.registry.Payload;
import java.nio.file.Path;
import java.util.Optional;

/**
 * A way for Java to files whose names it cannot spell: {@link Path} encodes names by the locale,
 * and none of its Strings stands for a name that is not UTF-8. Any thread; blocks on the disk.
 */
public final class HostPath {
  private HostPath() {}

  /**
   * A path that leads to what has this name now, through a descriptor that stays open until the JVM
   * ends: for the few names of a command line. Empty if there is nothing of that name, or this
   * system has no such way.
   */
  public static Optional<Path> of(Payload name) {
    if (!PosixSupport.isHere()) return Optional.empty();
    try {
      return Optional.of(Path.of("/proc/self/fd/" + Posix.open(Posix.HERE, name, Posix.PATH)));
    } catch (FileFault notThere) {
      return Optional.empty();
    }
  }
}
