package cairn;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** What the documents name is there. */
final class DocumentsTest {
  private static final Pattern TEST_NAME = Pattern.compile("`([A-Z][A-Za-z0-9]*Test)`");

  @Test
  void everyClaimOfSecurityNamesATestThatExists() throws IOException {
    Path docs = top().resolve("docs");
    Set<String> tests = tests();

    for (String line : Files.readAllLines(docs.resolve("SECURITY.md")))
      if (line.startsWith("| ") && !line.startsWith("| a program wants to")) {
        String[] cells = line.split(" \\| ", -1);
        assertThat(TEST_NAME.matcher(cells[cells.length - 1]).results())
            .as("tests of: %s", cells[0])
            .isNotEmpty();
      }

    assertThat(named(docs.resolve("SECURITY.md"))).isNotEmpty().isSubsetOf(tests);
  }

  @Test
  void everyTestThatADecisionNamesExists() throws IOException {
    Set<String> tests = tests();
    try (var files = Files.list(top().resolve("docs/decisions"))) {
      for (Path file : files.toList()) assertThat(named(file)).as("%s", file).isSubsetOf(tests);
    }
  }

  @Test
  void everyDecisionIsListedOnceUnderItsOwnNumber() throws IOException {
    Path folder = top().resolve("docs/decisions");
    String list = Files.readString(folder.resolve("README.md"));
    var numbers = new TreeSet<Integer>();
    try (var files = Files.list(folder)) {
      for (Path file :
          files.filter(f -> f.getFileName().toString().matches("[0-9]{4}-.*")).toList()) {
        String name = file.getFileName().toString();
        int number = Integer.parseInt(name.substring(0, 4));
        String heading = Files.readAllLines(file).getFirst();
        assertThat(numbers.add(number)).as("the only decision %s", number).isTrue();
        assertThat(heading).startsWith("# " + number + ". ");
        assertThat(list).containsOnlyOnce("[" + heading.substring(2) + "](" + name + ")");
      }
    }
  }

  private static Set<String> named(Path document) throws IOException {
    var names = new TreeSet<String>();
    TEST_NAME.matcher(Files.readString(document)).results().forEach(it -> names.add(it.group(1)));
    return names;
  }

  private static Set<String> tests() throws IOException {
    var names = new TreeSet<String>();
    Files.walkFileTree(
        top(),
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes of) {
            String name = folder.getFileName().toString();
            return name.equals("target") || name.startsWith(".")
                ? FileVisitResult.SKIP_SUBTREE
                : FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes of) {
            String name = file.getFileName().toString();
            if (name.endsWith("Test.java")) names.add(name.replace(".java", ""));
            return FileVisitResult.CONTINUE;
          }
        });
    return names;
  }

  /** The repository, from the folder of whichever module runs this. */
  private static Path top() {
    Path at = Path.of("").toAbsolutePath();
    while (!Files.isDirectory(at.resolve("docs/decisions"))) {
      Path above = at.getParent();
      if (above == null) throw new AssertionError("not run inside the repository");
      at = above;
    }
    return at;
  }
}
