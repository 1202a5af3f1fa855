package cairn.kernel.host.files;

import cairn.registry.Value;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Lists folders. Confined to the program's lane. */
final class FolderWork {
  /** The most entries of one answer. */
  private static final int MOST = 1024;

  /** Room for at least one entry of the longest name. */
  private static final int ROOM = 32 << 10;

  // struct linux_dirent64
  private static final int NEXT = 8;
  private static final int LENGTH = 16;
  private static final int TYPE = 18;
  private static final int NAME = 19;

  private FolderWork() {}

  /**
   * A name in a folder.
   *
   * @param next where the list goes on after it
   */
  record Name(String name, Kind kind, long node, long next) {
    boolean isSelfOrParent() {
      return name.equals(".") || name.equals("..");
    }

    int bytes() {
      return FolderWork.bytes(name);
    }
  }

  /** As the system has it. */
  static int bytes(String name) {
    return name.getBytes(StandardCharsets.UTF_8).length;
  }

  /** Entries in the system's order, {@code .} and {@code ..} among them. */
  static Value entries(int folder, long after, long most) throws FileFault {
    if (after < 0) throw new FileFault(FileError.INVALID);
    return new Value.Items(
        names(folder, after, (int) Math.min(most, MOST)).stream().map(FolderWork::entry).toList());
  }

  private static Value entry(Name name) {
    return Value.record(
        Value.field("name", Value.text(name.name())),
        Value.field("kind", Value.named(name.kind().word())),
        Value.field("node", Value.unsigned(name.node())),
        Value.field("next", Value.unsigned(name.next())));
  }

  /** The same as they are; fewer than were wanted: there are no more. */
  static List<Name> names(int folder, long after, int limit) throws FileFault {
    List<Name> names = new ArrayList<>();
    long at = after;
    while (names.size() < limit) {
      byte[] bytes = Posix.entries(folder, at, ROOM);
      if (bytes.length == 0) break;
      ByteBuffer buffer = ByteBuffer.wrap(bytes).order(ByteOrder.nativeOrder());
      for (int from = 0; from < bytes.length && names.size() < limit; ) {
        int length = Short.toUnsignedInt(buffer.getShort(from + LENGTH));
        at = buffer.getLong(from + NEXT);
        name(folder, buffer.slice(from, length).order(ByteOrder.nativeOrder()))
            .ifPresent(names::add);
        from += length;
      }
    }
    return names;
  }

  /** Empty for a name that is no text: no program could say it. */
  private static Optional<Name> name(int folder, ByteBuffer entry) throws FileFault {
    int end = NAME;
    while (entry.get(end) != 0) end++;
    String name;
    try {
      name = StandardCharsets.UTF_8.newDecoder().decode(entry.slice(NAME, end - NAME)).toString();
    } catch (CharacterCodingException e) {
      return Optional.empty();
    }
    return Optional.of(
        new Name(name, kind(folder, name, entry.get(TYPE)), entry.getLong(0), entry.getLong(NEXT)));
  }

  private static Kind kind(int folder, String name, byte type) throws FileFault {
    return switch (type) {
      case 4 -> Kind.FOLDER;
      case 8 -> Kind.FILE;
      case 10 -> Kind.LINK;
      case 0 -> kind(folder, name);
      default -> Kind.OTHER;
    };
  }

  /** Some file systems do not say it in the list. */
  private static Kind kind(int folder, String name) throws FileFault {
    try {
      return Posix.stat(folder, name).kind();
    } catch (FileFault gone) {
      if (gone.error() == FileError.NOT_FOUND) return Kind.OTHER;
      throw gone;
    }
  }
}
