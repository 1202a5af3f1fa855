package cairn.wasm;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Judges every module of the WebAssembly specification's tests: a program, which {@code
 * .ci/spec-suite} runs on a list that {@code .ci/spec/convert} wrote. Ends with 0 when all were
 * judged as the tests ask.
 */
public final class SpecSuite {
  /** Folders of tests for what is beyond version 3.0 and not read here. */
  private static final Map<String, String> NOT_READ =
      Map.of(
          "proposals/custom-descriptors", "a proposal beyond 3.0",
          "proposals/wide-arithmetic", "a proposal beyond 3.0");

  private int right;
  private int wrong;
  private int left;

  private SpecSuite() {}

  /** Takes the path of the list of modules. */
  public static void main(String[] arguments) throws IOException {
    Map<String, SpecSuite> folders = new TreeMap<>();
    for (String line : Files.readAllLines(Path.of(arguments[0]))) {
      String[] fields = line.split("\t", -1);
      String test = fields[2];
      String folder = folder(test);
      folders.computeIfAbsent(folder, unseen -> new SpecSuite()).judge(folder, fields);
    }
    int passed = 0;
    int failed = 0;
    for (Map.Entry<String, SpecSuite> folder : folders.entrySet()) {
      SpecSuite counts = folder.getValue();
      passed += counts.right;
      failed += counts.wrong;
      System.out.printf("%-30s %5d right, %d wrong", folder.getKey(), counts.right, counts.wrong);
      if (counts.left > 0) {
        System.out.printf(
            ", %d left out (%s)",
            counts.left,
            NOT_READ.getOrDefault(folder.getKey(), "older than several memories and tables"));
      }
      System.out.println();
    }
    System.out.printf("%d passed, %d failed%n", passed, failed);
    System.exit(failed == 0 && passed > 0 ? 0 : 1);
  }

  private static String folder(String test) {
    int slash = test.lastIndexOf('/');
    return slash < 0 ? "core" : test.substring(0, slash);
  }

  /** Whether the modules of a test are ones that we read. */
  static boolean isRead(String test) {
    return !NOT_READ.containsKey(folder(test));
  }

  private void judge(String folder, String[] fields) throws IOException {
    boolean accept = fields[0].equals("accept");
    String expected = fields[4];
    // The threads proposal's tests stem from before modules could have several memories and tables.
    boolean outdated =
        folder.equals("proposals/threads")
            && (expected.equals("multiple memories") || expected.equals("multiple tables"));
    if (NOT_READ.containsKey(folder) || outdated) {
      left++;
      return;
    }
    Optional<String> refusal = refusal(Files.readAllBytes(Path.of(fields[1])));
    if (accept == refusal.isEmpty()) {
      right++;
      return;
    }
    wrong++;
    System.out.println(
        fields[2]
            + ".wast:"
            + fields[3]
            + ": "
            + refusal.map(said -> "refused: " + said).orElse("accepted; expected: " + expected));
  }

  /** What is wrong with a module. */
  static Optional<String> refusal(byte[] bytes) {
    try {
      WasmModule module = WasmModule.read(bytes, () -> false);
      for (int function = module.importedFunctions(); function < module.functions(); function++) {
        FunctionValidator.validate(module, function, () -> false);
      }
      return Optional.empty();
    } catch (InvalidModuleException e) {
      return Optional.of(String.valueOf(e.getMessage()));
    }
  }
}
