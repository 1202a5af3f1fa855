package cairn.profile;

import cairn.kernel.gate.Rule;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;

/** A process that stores grants until it is killed, and says of each that it is stored. */
final class GrantWriter {
  private GrantWriter() {}

  /** Every other one is a denial. */
  static Rule numbered(int number) {
    return Rows.connect("10.0." + number / 256 + "." + number % 256, 80, number % 2 == 0);
  }

  public static void main(String[] arguments) throws IOException {
    try (var profile = Rows.open(Path.of(arguments[0]));
        var out = new FileOutputStream(FileDescriptor.out)) {
      for (int i = 0; i < 100_000; i++) {
        var grant = profile.grants().store(Rows.FETCH, numbered(i), Instant.EPOCH);
        if (i % 3 == 0) profile.grants().revoke(grant.id());
        String said = (i % 3 == 0 ? "revoked " : "stored ") + grant.id().number() + " " + i + "\n";
        out.write(said.getBytes(StandardCharsets.US_ASCII));
      }
    }
  }
}
