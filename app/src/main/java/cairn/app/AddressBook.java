package cairn.app;

import cairn.kernel.OpenRequest.Source;
import cairn.registry.ContentAddress;
import cairn.registry.Payload;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Map;

/**
 * Reads what stands for a program on the command line: a file, a name of one that ships, an
 * address; in this order.
 */
final class AddressBook {
  private static final long MOST_BYTES = 64L << 20;

  private final Map<String, ContentAddress> shipped;

  AddressBook(Map<String, ContentAddress> shipped) {
    this.shipped = Map.copyOf(shipped);
  }

  /** A program to run, and what to call it. */
  record Entry(Source source, String name) {}

  Entry read(String text) throws IOException, Sentence {
    ContentAddress own = shipped.get(text);
    if (own != null) return new Entry(new Source.At(own), text);
    if (looksLikeAFile(text)) return file(text);
    return switch (ContentAddress.parse(text)) {
      case ContentAddress.Parsed.Ok ok ->
          new Entry(new Source.At(ok.address()), nameOf(ok.address()));
      case ContentAddress.Parsed.Fault fault ->
          throw new Sentence(ExitCodes.USAGE, fault.why().inWords());
    };
  }

  private static boolean looksLikeAFile(String text) {
    if (text.endsWith(".wasm") && !text.startsWith("/ipfs/") && !text.contains("://")) return true;
    try {
      return Files.isRegularFile(Path.of(text));
    } catch (InvalidPathException e) {
      return false;
    }
  }

  private static Entry file(String text) throws IOException, Sentence {
    Path file = Path.of(text);
    if (!Files.isRegularFile(file))
      throw new Sentence(ExitCodes.NOT_FOUND, "there is no file " + file);
    if (Files.size(file) > MOST_BYTES)
      throw new Sentence(
          ExitCodes.BAD_DATA,
          file + " is larger than a program may be (" + (MOST_BYTES >> 20) + " MiB)");
    String name = file.getFileName().toString();
    return new Entry(
        new Source.Bytes(Payload.owning(Files.readAllBytes(file))), withoutExtension(name));
  }

  /** The last part of a path, else the hash: what the program is told as its name. */
  static String nameOf(ContentAddress address) {
    if (address.path().isEmpty()) return address.root().toString();
    return withoutExtension(address.path().getLast());
  }

  /** A file's name as a program is called. */
  static String withoutExtension(String file) {
    return file.endsWith(".wasm") ? file.substring(0, file.length() - ".wasm".length()) : file;
  }
}
