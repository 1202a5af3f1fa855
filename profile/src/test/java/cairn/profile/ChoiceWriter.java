package cairn.profile;

import cairn.kernel.KeptChoice;
import cairn.registry.Cid;
import cairn.registry.ContentAddress;
import cairn.registry.InterfaceId;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;

/** A process that keeps choices until it is killed, and says of each that it is kept. */
final class ChoiceWriter {
  private ChoiceWriter() {}

  static KeptChoice numbered(int number) {
    var where =
        new KeptChoice.Where(
            new InterfaceId(Rows.hash("interface " + number)), Optional.empty(), false);
    return new KeptChoice(
        where, Rows.CHAT, "chat " + number, ContentAddress.of(Cid.raw(Rows.hash("chat"))));
  }

  public static void main(String[] arguments) throws IOException {
    try (var profile = Rows.open(Path.of(arguments[0]));
        var out = new FileOutputStream(FileDescriptor.out)) {
      for (int i = 0; i < 100_000; i++) {
        var choice = numbered(i);
        profile.choices().keep(choice, Instant.EPOCH);
        if (i % 3 == 0) profile.choices().forget(choice.where());
        String said = (i % 3 == 0 ? "forgotten " : "kept ") + i + "\n";
        out.write(said.getBytes(StandardCharsets.US_ASCII));
      }
    }
  }
}
