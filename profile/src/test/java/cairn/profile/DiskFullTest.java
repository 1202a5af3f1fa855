package cairn.profile;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** What becomes of what is to be kept while the disk takes nothing. */
class DiskFullTest {
  @Test
  void whatCannotBeWrittenIsSaidAndWrittenWhenThereIsRoom() throws Exception {
    assertThat(SmallDisk.run(DiskFullWriter.class, "2m"))
        .containsExactly(
            "refused: could not store a decision",
            "said: could not store a decision: the disk is full",
            "when there is room: nothing to say",
            "kept: 200000 dark 1 1");
  }
}
