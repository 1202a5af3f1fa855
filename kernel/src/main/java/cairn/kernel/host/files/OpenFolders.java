package cairn.kernel.host.files;

import java.lang.ref.Cleaner;
import java.lang.ref.Reference;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The folders that the user gave, each opened at once, so that it stays the one that was named:
 * what is put at its path later, by a program that was given the folder around it or by anybody, is
 * not given. Immutable; any thread.
 *
 * <p>The descriptors are closed when nothing refers to this any more and never sooner, so that no
 * work that is still to be done meets a number that is another file's by then.
 */
final class OpenFolders {
  private static final System.Logger LOG = System.getLogger(OpenFolders.class.getName());
  private static final Cleaner CLEANER = Cleaner.create();

  private final List<String> names;
  private final Map<String, Integer> descriptors = new LinkedHashMap<>();

  /** Opens them. One that cannot be opened is named and cannot be used, which is logged. */
  OpenFolders(List<GivenFolder> given) {
    names = given.stream().map(GivenFolder::name).toList();
    // Where there are no files none is asked for.
    if (given.isEmpty() || !PosixSupport.isHere()) return;
    for (GivenFolder folder : given) {
      try {
        descriptors.put(
            folder.name(), Posix.open(Posix.HERE, folder.host().toString(), Posix.FOLDER));
      } catch (FileFault fault) {
        LOG.log(
            System.Logger.Level.WARNING,
            "the folder {0} cannot be opened, so no program gets it: {1}",
            folder.host(),
            fault.error().word());
      }
    }
    List<Integer> toClose = new ArrayList<>(descriptors.values());
    CLEANER.register(this, () -> toClose.forEach(Posix::close));
  }

  /** What programs call them. */
  List<String> names() {
    return names;
  }

  /** Opens one of them anew; empty: none has this name, or it could not be opened. */
  Optional<Opened> open(String name, Tree tree) throws FileFault {
    Integer descriptor = descriptors.get(name);
    if (descriptor == null) return Optional.empty();
    try {
      return Optional.of(PathWork.root(descriptor, ".", tree));
    } finally {
      Reference.reachabilityFence(this);
    }
  }
}
