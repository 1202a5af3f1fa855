package cairn.kernel.host.files;

import static org.assertj.core.api.Assertions.assertThat;

import cairn.kernel.Pid;
import cairn.registry.Value;
import java.util.ArrayList;
import org.junit.jupiter.api.Test;

/** Programs share 16 descriptors of the system. */
class FilesDescriptorsTest extends FilesBed {
  private static final Pid SAME = new Pid(8);
  private static final Pid OTHER = new Pid(9);

  @Override
  int descriptors() {
    return 16;
  }

  private int opened(Pid pid, String program) {
    int opened = 0;
    while (error(sentBy(pid, program, "own")).equals("ok")) opened++;
    assertThat(error(sentBy(pid, program, "own"))).isEqualTo("too-many");
    return opened;
  }

  @Test
  void aProgramGetsNoMoreThanItLeavesWithAllItsProcesses() {
    assertThat(opened(PID, "a")).isEqualTo(8);
    assertThat(opened(SAME, "a")).isZero();
    assertThat(opened(OTHER, "b")).isEqualTo(4);
  }

  @Test
  void whatIsClosedOrEndsMakesRoom() {
    var handles = new ArrayList<Value>();
    for (int i = 0; i < 8; i++) handles.add(own());
    assertThat(error(sent("own"))).isEqualTo("too-many");
    ok(sent("close", handles.getFirst()));
    assertThat(error(sent("own"))).isEqualTo("ok");

    files.ended(PID);
    assertThat(opened(SAME, "a")).isEqualTo(8);
  }

  @Test
  void theSystemSaysHowManyThereAre() {
    assertThat(Posix.mostDescriptors()).isBetween(1, 1 << 20);
  }
}
