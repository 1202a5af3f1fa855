package cairn.shell;

import cairn.registry.ContentAddress;
import java.nio.file.Path;

/** Where a program is that a tab runs. */
public sealed interface Target {
  /** In the content-addressed network. */
  record Content(ContentAddress address) implements Target {}

  /** In a file, which is read once; what runs is that copy. */
  record File(Path path) implements Target {}
}
