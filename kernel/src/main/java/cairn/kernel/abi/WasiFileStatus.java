package cairn.kernel.abi;

import cairn.kernel.engine.GuestMemory;
import cairn.registry.Value;

/** A filestat (witx). */
record WasiFileStatus(
    long device,
    long node,
    int type,
    long links,
    long size,
    long accessed,
    long modified,
    long changed) {
  private static final int BYTES = 64;

  // witx: filetype.
  static final int UNKNOWN = 0;
  static final int CHARACTER_DEVICE = 2;
  static final int DIRECTORY = 3;
  static final int REGULAR_FILE = 4;
  static final int SOCKET_STREAM = 6;
  static final int SYMBOLIC_LINK = 7;

  /** Of something that is only of a type. */
  static WasiFileStatus of(int type) {
    return new WasiFileStatus(0, 0, type, 1, 0, 0, 0, 0);
  }

  /** From a {@code files.status}. */
  static WasiFileStatus of(Value value) {
    var fields = (Value.Fields) value;
    return new WasiFileStatus(
        number(fields, "device"),
        number(fields, "node"),
        type(fields.get("kind")),
        number(fields, "names"),
        number(fields, "size"),
        number(fields, "accessed"),
        number(fields, "modified"),
        number(fields, "changed"));
  }

  private static long number(Value.Fields fields, String name) {
    return ((Value.Unsigned) fields.get(name)).value();
  }

  /** The filetype of a {@code files.kind}. */
  static int type(Value kind) {
    return switch (((Value.Case) kind).name()) {
      case "file" -> REGULAR_FILE;
      case "folder" -> DIRECTORY;
      case "link" -> SYMBOLIC_LINK;
      default -> UNKNOWN;
    };
  }

  WasiErrno write(GuestMemory memory, long out) {
    memory.write(out, new byte[BYTES], 0, BYTES);
    memory.putI64(out, device);
    memory.putI64(out + 8, node);
    memory.putU8(out + 16, type);
    memory.putI64(out + 24, links);
    memory.putI64(out + 32, size);
    memory.putI64(out + 40, accessed);
    memory.putI64(out + 48, modified);
    memory.putI64(out + 56, changed);
    return WasiErrno.SUCCESS;
  }
}
