package cairn.shell.terminal.view;

import static cairn.shell.inspect.Scripted.at;
import static cairn.shell.inspect.Scripted.process;
import static org.assertj.core.api.Assertions.assertThat;

import cairn.kernel.Pid;
import org.junit.jupiter.api.Test;

class TerminalSurfacesTest {
  @Test
  void terminalsThatNobodyCanAskForAnyMoreAreForgotten() {
    var gone = new Pid(1);
    var there = new Pid(2);
    var afterwards = new Pid(4);
    try (var terminals = new TerminalSurfaces()) {
      var device = terminals.open(gone);
      var kept = terminals.open(there);
      var young = terminals.open(afterwards);

      terminals.keepOnly(at(1, process(2, "there").done(), process(3, "newest").done()));

      assertThat(terminals.open(there)).isSameAs(kept);
      assertThat(terminals.open(afterwards)).isSameAs(young);
      assertThat(terminals.open(gone)).isNotSameAs(device);
    }
  }
}
