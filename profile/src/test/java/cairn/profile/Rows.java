package cairn.profile;

import static org.assertj.core.api.Assertions.assertThat;

import cairn.kernel.ProgramId;
import cairn.kernel.gate.Breadth;
import cairn.kernel.gate.Rule;
import cairn.kernel.gate.Scope;
import cairn.registry.InterfaceId;
import cairn.registry.Payload;
import cairn.registry.Sha256;
import java.nio.file.Path;
import java.util.Optional;

/** Things to put into profiles. */
final class Rows {
  static final ProgramId FETCH = new ProgramId(hash("fetch"));
  static final ProgramId CHAT = new ProgramId(hash("chat"));
  static final InterfaceId TCP = new InterfaceId(hash("tcp"));

  private Rows() {}

  static Sha256 hash(String of) {
    return Sha256.of(Payload.utf8(of));
  }

  static Rule connect(String host, int port, boolean allow) {
    return new Rule(
        TCP,
        Optional.of("connect"),
        new Scope.Endpoint(host, port, Scope.Reach.LOCAL),
        Breadth.EXACT,
        allow);
  }

  static Profile open(Path folder) {
    return ready(Profile.open(folder)).profile();
  }

  static Profile.Opened.Ready ready(Profile.Opened opened) {
    assertThat(opened).isInstanceOf(Profile.Opened.Ready.class);
    return (Profile.Opened.Ready) opened;
  }
}
