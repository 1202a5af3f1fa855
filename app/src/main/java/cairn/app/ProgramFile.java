package cairn.app;

import cairn.ipfs.format.CarReader;
import cairn.ipfs.format.FileVerifier;
import cairn.kernel.KernelLimits;
import cairn.registry.Cid;
import cairn.registry.ContentAddress;
import cairn.registry.Payload;
import cairn.shell.Library.FileOutcome;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * A program in a file on this computer: a module, or a CAR (CARv1) whose first root is one. Read
 * once; what runs is what was read. Blocks on the disk; never throws.
 */
final class ProgramFile {
  private static final int PIECE = 1 << 20;

  private ProgramFile() {}

  static FileOutcome read(Path file) {
    return read(file, String.valueOf(file.getFileName()));
  }

  /** The same under another name than the path's; its extension says what it is. */
  static FileOutcome read(Path file, String name) {
    try {
      var kind = Files.readAttributes(file, BasicFileAttributes.class);
      if (kind.isDirectory()) return new FileOutcome.NotAFile("a folder");
      if (!kind.isRegularFile()) return new FileOutcome.NotAFile("a pipe, a socket or a device");
      long most = KernelLimits.ofThisMachine().moduleOfOne();
      if (kind.size() > most) return new FileOutcome.TooLarge(kind.size(), most);
      var bytes = Payload.owning(bytes(file, (int) kind.size(), (int) most + 1));
      if (bytes.length() > most) return new FileOutcome.TooLarge(bytes.length(), most);
      if (!name.toLowerCase(Locale.ROOT).endsWith(".car"))
        return new FileOutcome.Module(bytes, AddressBook.withoutExtension(name));
      return archive(bytes, name.substring(0, name.length() - ".car".length()), most);
    } catch (NoSuchFileException e) {
      return new FileOutcome.Missing();
    } catch (IOException | OutOfMemoryError e) {
      return new FileOutcome.Unreadable();
    }
  }

  /** Into one array, and in pieces: what is read at once is in memory outside of the heap, too. */
  private static byte[] bytes(Path file, int size, int most) throws IOException {
    try (var in = Files.newInputStream(file)) {
      var bytes = new byte[size];
      int length = 0;
      while (length < size) {
        int read = in.read(bytes, length, Math.min(PIECE, size - length));
        if (read < 0) return Arrays.copyOf(bytes, length);
        length += read;
      }
      // Files of the system can be longer than they say.
      byte[] rest = in.readNBytes(most - size);
      if (rest.length == 0) return bytes;
      var all = Arrays.copyOf(bytes, size + rest.length);
      System.arraycopy(rest, 0, all, size, rest.length);
      return all;
    }
  }

  private static FileOutcome archive(Payload car, String name, long most) {
    return switch (root(car)) {
      case Root.Is(var cid) -> program(car, name, most, new ContentAddress(cid, List.of()));
      case Root.None(var why) -> new FileOutcome.BadArchive(why);
    };
  }

  private sealed interface Root {
    record Is(Cid cid) implements Root {}

    record None(String why) implements Root {}
  }

  private static Root root(Payload car) {
    var reader = new CarReader();
    reader.push(car);
    return switch (reader.take()) {
      case CarReader.Item.Header(var roots) ->
          roots.isEmpty() ? new Root.None("it names no root") : new Root.Is(roots.getFirst());
      case CarReader.Item.Fault(var why) -> new Root.None(why);
      case CarReader.Item.NeedsMore _ -> new Root.None("it ends early");
      case CarReader.Item.Section _ -> new Root.None("it does not begin with a header");
    };
  }

  private static FileOutcome program(Payload car, String name, long most, ContentAddress address) {
    var verifier = new FileVerifier(address, most, "the file");
    for (int at = 0; at < car.length(); at += PIECE) {
      var verdict = verifier.accept(car.slice(at, Math.min(car.length(), at + PIECE)));
      if (!(verdict instanceof FileVerifier.Verdict.NeedsMore)) break;
    }
    return switch (verifier.finish()) {
      case FileVerifier.Verdict.Whole(var bytes) -> new FileOutcome.Module(bytes, name);
      case FileVerifier.Verdict.Bad(var why) ->
          new FileOutcome.BadArchive(LoadFaults.sentence(ContentFaults.toLoadFault(why)));
      case FileVerifier.Verdict.NeedsMore _ -> throw new IllegalStateException("finish decides");
    };
  }
}
