package cairn.shell;

import cairn.registry.ContentAddress;
import java.nio.file.Path;
import java.util.List;

/** What a tab runs: where the program is, and the arguments it is given after its name. */
public sealed interface Target {
  /** In the content-addressed network. */
  record Content(ContentAddress address, List<String> arguments) implements Target {
    public Content {
      arguments = List.copyOf(arguments);
    }

    /** Without arguments. */
    public Content(ContentAddress address) {
      this(address, List.of());
    }
  }

  /** In a file, which is read once; what runs is that copy. */
  record File(Path path, List<String> arguments) implements Target {
    public File {
      arguments = List.copyOf(arguments);
    }

    /** Without arguments. */
    public File(Path path) {
      this(path, List.of());
    }
  }

  /** What the program is given after its name. */
  List<String> arguments();

  /** The same program with other arguments. */
  default Target with(List<String> others) {
    return switch (this) {
      case Content(ContentAddress address, List<String> ours) -> new Content(address, others);
      case File(Path path, List<String> ours) -> new File(path, others);
    };
  }
}
