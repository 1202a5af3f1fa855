package cairn.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import cairn.kernel.KernelLimits;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class RunLimitsTest {
  private static final KernelLimits ALL = KernelLimits.ofThisMachine().withMemory(1200L << 20);

  @Test
  void aMemoryThatCannotBeHadIsRefusedWithTheMostThatCan() {
    assertThatThrownBy(() -> RunCommand.mostOf(Map.of("memory", "3g"), ALL))
        .isInstanceOf(Sentence.class)
        .hasMessage(
            "memory=3g is more than one program can have here: the most is memory=900m,"
                + " three quarters of what this machine has for all");
  }

  @Test
  void theMostThatIsNamedIsAccepted() throws Exception {
    assertThat(RunCommand.mostOf(Map.of("memory", "900m"), ALL).memory()).isEqualTo(900L << 20);
  }

  @Test
  void moreThanAMemoryOf32BitAddressesCanBeHad() throws Exception {
    var huge = ALL.withMemory(64L << 30);

    assertThat(RunCommand.mostOf(Map.of("memory", "8g"), huge).memory()).isEqualTo(8L << 30);
  }

  @Test
  void aFailureIsNoSuccessForTheSystem() {
    assertThat(List.of(0, 1, 255, 256, 300, -1, 512).stream().map(RunCommand::eightBits))
        .containsExactly(0, 1, 255, 255, 44, 255, 255);
  }
}
