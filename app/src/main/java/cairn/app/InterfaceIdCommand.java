package cairn.app;

import cairn.registry.Cid;
import cairn.registry.Definition;
import cairn.registry.WitParser;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;

/** {@code cairn interface id FILE.wit}: prints the id, as hexadecimal digits and as a CID. */
final class InterfaceIdCommand implements Command {
  private static final int MOST_BYTES = 1 << 20;

  private static final Parameter FILE =
      new Parameter("FILE.wit", Parameter.Takes.ONE, "A definition, in WIT.");

  private static final Option CANONICAL =
      Option.flag("--canonical", "Prints the canonical text instead.");

  @Override
  public CommandSyntax syntax() {
    return CommandSyntax.of("Prints the id of an interface definition.").with(FILE).with(CANONICAL);
  }

  @Override
  public int run(Invocation call) throws IOException, Sentence {
    Definition definition = read(NamedPath.of(call.words().word(FILE)));
    var out = call.out();
    if (call.words().has(CANONICAL)) {
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
