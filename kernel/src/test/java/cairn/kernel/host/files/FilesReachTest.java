package cairn.kernel.host.files;

import static org.assertj.core.api.Assertions.assertThat;

import cairn.kernel.Pid;
import cairn.registry.Interfaces;
import cairn.registry.Value;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What a program makes can be looked through and removed, and is nobody else's trouble. */
class FilesReachTest extends FilesBed {
  private static final Pid OTHER = new Pid(9);
  private static final String LONG = "a".repeat(200);

  /** Makes folders of this name in each other until it is refused; says how many there are. */
  private int dig(Value top, String name, int most) {
    Value at = top;
    for (int made = 0; made < most; made++) {
      String said = error(sent("make-folder", at, Value.text(name)));
      if (!said.equals("ok")) {
        assertThat(said).isEqualTo("name-too-long");
        return made;
      }
      Value next = opened(at, name, "folder");
      if (made > 0) ok(sent("close", at));
      at = next;
    }
    return most;
  }

  /** So that the paths of what is deep get short, and the test's folder can be removed. */
  private static void shorten(Path top) throws IOException {
    Path at = top;
    while (Files.isDirectory(at.resolve(LONG))) {
      Files.move(at.resolve(LONG), at.resolve("s"));
      at = at.resolve("s");
    }
  }

  private Path folderOf(String program) {
    return top.resolve("own").resolve(program(program).hash().hex());
  }

  @Test
  void foldersInEachOtherEndBeforeNobodyCanNameThem() {
    assertThat(dig(own(), LONG, 30)).isEqualTo(Reach.LONGEST / (LONG.length() + 1));
    assertThat(dig(own(), "b", 100)).isEqualTo(Reach.DEEPEST);
  }

  @Test
  void aFolderIsNotMovedToWhereWhatIsInItWouldBeTooDeep() {
    Value own = own();
    dig(own, "b", 40);
    dig(own, "c", 40);
    String deep = "c" + "/c".repeat(30) + "/b";

    assertThat(error(sent("rename", own, Value.text("b"), own, Value.text(deep))))
        .isEqualTo("name-too-long");
    assertThat(error(sent("rename", own, Value.text("b/b"), own, Value.text("c/c/c/b"))))
        .isEqualTo("ok");
    // Only longer, no deeper.
    String name = "d".repeat(60);
    for (int i = 0; i < 33; i++)
      ok(sent("make-folder", own, Value.text((name + "/").repeat(i) + name)));
    assertThat(error(sent("rename", own, Value.text(name), own, Value.text(LONG))))
        .isEqualTo("name-too-long");
    assertThat(error(sent("rename", own, Value.text(name), own, Value.text("e")))).isEqualTo("ok");
  }

  @Test
  void howDeepAFolderThatTheUserGaveGetsIsTheUsersMatter() throws IOException {
    assertThat(dig(data(), LONG, 30)).isEqualTo(30);
    shorten(inside);
  }

  @Test
  void whatIsTooDeepForAnyPathIsCountedAndStopsNobody() throws Exception {
    // As it was possible once: 30 folders in each other, and a file in the last.
    Value at = data();
    for (int i = 0; i < 30; i++) {
      ok(sent("make-folder", at, Value.text(LONG)));
      at = opened(at, LONG, "folder");
    }
    ok(writing(opened(at, "file", "write", "create"), 0, "x".repeat(1000)));
    Files.createDirectories(folderOf("b"));
    Files.move(inside.resolve(LONG), folderOf("b").resolve(LONG));
    files.close();
    files = handler();

    String mine = error(opening(own(), "mine", "write", "create"));
    String theirs = error(sentBy(OTHER, "b", "own"));
    long bytes = OwnFolders.bytes(folderOf("b"));
    shorten(folderOf("b"));

    assertThat(mine).isEqualTo("ok");
    assertThat(theirs).isEqualTo("ok");
    assertThat(bytes).isEqualTo(31 * Quota.NAME_BYTES + 1000);
  }

  @Test
  void aFolderThatCannotBeCountedIsRefusedAlone() throws IOException {
    Files.createDirectories(folderOf("b"));
    Path bad = folderOf("b");
    files.close();
    var folders =
        new OwnFolders(
            top.resolve("own"),
            limits(),
            folder -> {
              if (folder.equals(bad)) throw new FileFault(FileError.PERMISSION_DENIED);
              return 0;
            });
    files = new FilesHandler(Interfaces.shipped(), folders, List.of(), new Descriptors(10));

    assertThat(error(sentBy(OTHER, "b", "own"))).isEqualTo("failed");
    assertThat(error(sent("own"))).isEqualTo("ok");
    assertThat(error(sentBy(OTHER, "b", "own"))).isEqualTo("failed");
  }
}
