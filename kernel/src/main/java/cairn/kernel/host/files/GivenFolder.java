package cairn.kernel.host.files;

import java.nio.file.Path;

/**
 * A folder of the host that the user gave to the programs of a kernel. Opening it still passes the
 * gate, with its name as the scope.
 *
 * @param name what programs call it: an absolute path, {@code /} among them
 */
public record GivenFolder(String name, Path host) {
  public GivenFolder {
    if (name.isEmpty()) throw new IllegalArgumentException("a folder without a name");
    host = host.toAbsolutePath();
  }

  /**
   * Whether it is on a file system by which the Linux kernel shows itself and what runs, as {@code
   * /proc} and {@code /sys}. No program gets such a folder.
   */
  public boolean isOfKernel() {
    try {
      return PosixSupport.isHere() && Posix.isOfKernel(host.toString());
    } catch (FileFault notThere) {
      return false;
    }
  }
}
