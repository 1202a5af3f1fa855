package cairn.programs;

import static org.assertj.core.api.Assertions.assertThat;

import cairn.registry.Cid;
import cairn.registry.Sha256;
import org.junit.jupiter.api.Test;

class ShippedProgramsTest {
  @Test
  void theProgramsShipInTheOrderInWhichTheyAreShown() {
    assertThat(ShippedPrograms.all())
        .extracting(ShippedProgram::name)
        .containsExactly(
            "hello",
            "clock",
            "dice",
            "fetch",
            "web",
            "echo-handler",
            "echo-client",
            "spin",
            "crash",
            "hundred");
  }

  @Test
  void theBytesHashToWhatTheListSays() {
    for (var program : ShippedPrograms.all()) {
      var hash = Sha256.of(program.bytes());

      assertThat(program.sha256()).as(program.name()).isEqualTo(hash.hex());
      assertThat(program.cid()).as(program.name()).isEqualTo(Cid.raw(hash).toString());
      assertThat(program.bytes()).hasSize(program.size());
    }
  }

  @Test
  void everyProgramIsASmallModuleWithWordsAboutIt() {
    for (var program : ShippedPrograms.all()) {
      assertThat(program.bytes()).startsWith(0, 'a', 's', 'm', 1, 0, 0, 0);
      assertThat(program.size()).as(program.name()).isLessThan(100_000);
      assertThat(program.title()).isNotBlank();
      assertThat(program.description()).isNotBlank().hasSizeLessThan(100).doesNotContain("\n");
      assertThat(program.tags()).isNotEmpty();
    }
  }

  @Test
  void whoeverGetsTheBytesCannotChangeThem() {
    var hello = ShippedPrograms.all().getFirst();
    hello.bytes()[0] = 1;

    assertThat(hello.bytes()[0]).isZero();
  }
}
