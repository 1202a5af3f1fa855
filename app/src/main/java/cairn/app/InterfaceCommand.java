package cairn.app;

import cairn.registry.Cid;
import cairn.registry.Definition;
import cairn.registry.WitParser;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code cairn interface id FILE.wit}. */
@Command(
    name = "interface",
    description = "Works with interface definitions.",
    mixinStandardHelpOptions = true)
final class InterfaceCommand {
  private static final int MOST_BYTES = 1 << 20;

  @Spec private CommandSpec spec = CommandSpec.create();

  /** Prints the id of a definition, as hexadecimal digits and as a CID. */
  @Command(
      name = "id",
      description = "Prints the id of an interface definition.",
      mixinStandardHelpOptions = true)
  int id(
      @Parameters(paramLabel = "FILE.wit") String named,
      @Option(names = "--canonical", description = "Prints the canonical text instead.")
          boolean canonical)
      throws IOException, Sentence {
    Definition definition = read(NamedPath.of(named));
    var out = spec.commandLine().getOut();
    if (canonical) {
      out.print(definition.canonicalText());
      out.flush();
    } else {
      out.println(definition.id() + " " + Cid.raw(definition.id().hash()));
    }
    return 0;
  }

  private static Definition read(NamedPath file) throws IOException, Sentence {
    if (!Files.exists(file.path())) throw AddressBook.noFile(file);
    if (!Files.isRegularFile(file.path()))
      throw new Sentence(ExitCodes.NOT_FOUND, file + " is not a file");
    byte[] bytes;
    try (var in = Files.newInputStream(file.path())) {
      bytes = in.readNBytes(MOST_BYTES + 1);
    }
    if (bytes.length > MOST_BYTES)
      throw new Sentence(ExitCodes.BAD_DATA, file + " is larger than a definition can be");
    String text = new String(bytes, StandardCharsets.UTF_8);
    return switch (WitParser.parse(text)) {
      case WitParser.Parsed.Ok ok -> ok.definition();
      case WitParser.Parsed.Fault fault ->
          throw new Sentence(
              ExitCodes.BAD_DATA,
              file
                  + ", line "
                  + fault.line()
                  + ", column "
                  + fault.column()
                  + ": expected "
                  + fault.expected()
                  + ", found "
                  + fault.found());
    };
  }
}
