package cairn.wasm;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;

/**
 * Changes a byte or two of valid modules of the specification's tests and judges what comes out: a
 * program, whose judgements {@code .ci/spec/compare} compares with those of another validator.
 */
public final class ChangedModules {
  private ChangedModules() {}

  /** Takes the path of the list of modules, a folder to write, how many modules, and a seed. */
  public static void main(String[] arguments) throws IOException {
    List<List<Path>> tests = validModules(Path.of(arguments[0]));
    Path folder = Files.createDirectories(Path.of(arguments[1]));
    int count = Integer.parseInt(arguments[2]);
    long seed = Long.parseLong(arguments[3]);
    System.out.println("changed modules: seed " + seed);
    var random = new Random(seed);
    try (var judged = new PrintWriter(Files.newBufferedWriter(folder.resolve("judged.tsv")))) {
      for (int number = 0; number < count; number++) {
        List<Path> modules = tests.get(random.nextInt(tests.size()));
        byte[] module = Files.readAllBytes(modules.get(random.nextInt(modules.size())));
        change(module, random);
        Files.write(folder.resolve(number + ".wasm"), module);
        judged.println(number + ".wasm\t" + SpecSuite.refusal(module).orElse(""));
      }
    }
  }

  /** The valid modules with content, by the test that they are from: small tests count as much. */
  private static List<List<Path>> validModules(Path list) throws IOException {
    Map<String, List<Path>> tests = new TreeMap<>();
    for (String line : Files.readAllLines(list)) {
      String[] fields = line.split("\t", -1);
      Path module = Path.of(fields[1]);
      if (fields[0].equals("accept") && SpecSuite.isRead(fields[2]) && Files.size(module) > 8) {
        tests.computeIfAbsent(fields[2], unseen -> new ArrayList<>()).add(module);
      }
    }
    return List.copyOf(tests.values());
  }

  /** Another byte, a bit less or more, or a byte of another place; behind the first eight bytes. */
  private static void change(byte[] module, Random random) {
    int changes = 1 + random.nextInt(2);
    for (int change = 0; change < changes; change++) {
      int at = 8 + random.nextInt(module.length - 8);
      module[at] =
          switch (random.nextInt(3)) {
            case 0 -> (byte) random.nextInt(256);
            case 1 -> (byte) (module[at] ^ (1 << random.nextInt(8)));
            default -> module[8 + random.nextInt(module.length - 8)];
          };
    }
  }
}
