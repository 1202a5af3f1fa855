package cairn.app;

import cairn.kernel.OpenRequest.Source;
import cairn.registry.AddressFault;
import cairn.registry.ContentAddress;
import cairn.registry.Payload;
import cairn.shell.Library.FileOutcome;
import java.nio.file.Files;
import java.util.Locale;
import java.util.Map;

/**
 * Reads what stands for a program on the command line: a name of one that ships, a file, an
 * address; in this order.
 */
final class AddressBook {
  private final Map<String, ContentAddress> shipped;

  AddressBook(Map<String, ContentAddress> shipped) {
    this.shipped = Map.copyOf(shipped);
  }

  /**
   * A program to run.
   *
   * @param name what people call it
   * @param argumentZero what it is told as its name, byte for byte
   */
  record Entry(Source source, String name, Payload argumentZero) {}

  Entry read(String text) throws Sentence {
    ContentAddress own = shipped.get(text);
    if (own != null) return new Entry(new Source.At(own), text, Payload.utf8(text));
    if (text.isEmpty()) throw new Sentence(ExitCodes.USAGE, "the address is empty");
    boolean isPath = isPath(text);
    if (isPath || looksLikeAFile(text)) return file(text);
    return switch (ContentAddress.parse(text)) {
      case ContentAddress.Parsed.Ok ok -> {
        String called = lastOf(ok.address());
        yield new Entry(
            new Source.At(ok.address()), withoutExtension(called), Payload.utf8(called));
      }
      case ContentAddress.Parsed.Fault fault -> throw noAddress(text, fault.why());
    };
  }

  /** Says which address, where its own sentence does not. */
  static Sentence noAddress(String text, AddressFault why) {
    boolean named =
        switch (why) {
          case AddressFault.NotAnAddress _,
              AddressFault.NotSupportedYet _,
              AddressFault.Empty _,
              AddressFault.TooLong _ ->
              true;
          case AddressFault.BadCharacter _,
              AddressFault.Unexpected _,
              AddressFault.Malformed _,
              AddressFault.UnknownHash _ ->
              false;
        };
    return new Sentence(
        ExitCodes.USAGE,
        (named ? "" : "the address '" + text.strip() + "' is wrong: ") + why.inWords());
  }

  /** Written as a path and as nothing else. */
  private static boolean isPath(String text) {
    return (text.startsWith("/") && !text.startsWith("/ipfs/") && !text.startsWith("/ipns/"))
        || text.equals(".")
        || text.equals("..")
        || text.startsWith("./")
        || text.startsWith("../");
  }

  private static boolean looksLikeAFile(String text) throws Sentence {
    if (text.startsWith("/ipfs/") || text.startsWith("/ipns/") || text.contains("://"))
      return false;
    String lower = text.toLowerCase(Locale.ROOT);
    if (lower.endsWith(".wasm") || lower.endsWith(".car")) return true;
    try {
      return Files.exists(NamedPath.of(text).path());
    } catch (Sentence noFile) {
      return false;
    }
  }

  private static Entry file(String text) throws Sentence {
    NamedPath file = NamedPath.of(text);
    String name = file.fileName();
    return switch (ProgramFile.read(file.path(), name)) {
      case FileOutcome.Module(Payload module, String called) ->
          new Entry(new Source.Bytes(module), ByteText.shown(called), ByteText.bytes(name));
      case FileOutcome.Missing _ -> throw noFile(file);
      case FileOutcome.NotAFile(String what) ->
          throw new Sentence(
              ExitCodes.BAD_DATA, file + " is " + what + "; a program is a .wasm or .car file");
      case FileOutcome.Unreadable _ when FileWords.isCircle(file.path()) -> throw noFile(file);
      case FileOutcome.Unreadable _ ->
          throw new Sentence(
              ExitCodes.IO,
              file
                  + " cannot be read"
                  + (Files.isReadable(file.path()) ? "" : ": that is not allowed"));
      case FileOutcome.TooLarge(long bytes, long limit) ->
          throw new Sentence(
              ExitCodes.BAD_DATA,
              String.format(
                  Locale.ROOT,
                  "%s has %,d bytes; all modules together may take %,d bytes of the Java heap",
                  file,
                  bytes,
                  limit));
      case FileOutcome.BadArchive(String what) ->
          throw new Sentence(ExitCodes.BAD_DATA, file + " is not a CAR with a program: " + what);
    };
  }

  static Sentence noFile(NamedPath file) {
    return new Sentence(ExitCodes.NOT_FOUND, file.missing());
  }

  /** The last part of a path, else the hash. */
  private static String lastOf(ContentAddress address) {
    return address.path().isEmpty() ? address.root().toString() : address.path().getLast();
  }

  /** A file's name as a program is called. */
  static String withoutExtension(String file) {
    return file.endsWith(".wasm") ? file.substring(0, file.length() - ".wasm".length()) : file;
  }
}
