package cairn.app;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The words of the command line and the environment, as {@link ByteText}. The JVM reads both by the
 * encoding of the locale and loses what does not fit (in the locale C, all but ASCII). Linux keeps
 * the bytes in {@code /proc/self}; elsewhere the JVM's Strings are all there is, and a word in
 * which it replaced something is refused.
 */
record CommandWords(List<String> arguments, Map<String, String> environment) {
  private static final char REPLACED = '\ufffd';

  CommandWords {
    arguments = List.copyOf(arguments);
    environment = Map.copyOf(environment);
  }

  /** Those of this process; {@code arguments}: as the JVM hands them to {@code main}. */
  static CommandWords ofThisProcess(String... arguments) throws Sentence {
    Path self = Path.of("/proc/self");
    return new CommandWords(
        arguments(List.of(arguments), raw(self.resolve("cmdline"))),
        environment(System.getenv(), raw(self.resolve("environ"))));
  }

  private static Optional<byte[]> raw(Path file) {
    try {
      return Files.isReadable(file) ? Optional.of(Files.readAllBytes(file)) : Optional.empty();
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  /**
   * The last words of the raw command line, whose first are the JVM's own; the JVM's Strings where
   * there is none or it is another's.
   */
  static List<String> arguments(List<String> ofJava, Optional<byte[]> raw) throws Sentence {
    if (raw.isPresent()) {
      List<String> all = words(raw.get());
      int own = all.size() - ofJava.size();
      if (own >= 0 && areSame(ofJava, all.subList(own, all.size())))
        return List.copyOf(all.subList(own, all.size()));
    }
    for (String word : ofJava)
      if (word.indexOf(REPLACED) >= 0)
        throw new Sentence(
            ExitCodes.USAGE,
            "the word '" + word + "' is not in the encoding of this locale and cannot be read");
    return ofJava;
  }

  /** What is ASCII is the same in every encoding that a locale can have. */
  private static boolean areSame(List<String> ofJava, List<String> raw) {
    for (int i = 0; i < raw.size(); i++) {
      String java = ofJava.get(i);
      if (isAscii(raw.get(i)) ? !java.equals(raw.get(i)) : isAscii(java)) return false;
    }
    return true;
  }

  private static boolean isAscii(String word) {
    return word.chars().allMatch(c -> c < 0x80);
  }

  static Map<String, String> environment(Map<String, String> ofJava, Optional<byte[]> raw) {
    if (raw.isEmpty()) return ofJava;
    var environment = new LinkedHashMap<String, String>();
    for (String variable : words(raw.get())) {
      int equals = variable.indexOf('=');
      if (equals > 0)
        environment.putIfAbsent(variable.substring(0, equals), variable.substring(equals + 1));
    }
    return environment;
  }

  /** Each ends with a zero. */
  private static List<String> words(byte[] bytes) {
    var words = new ArrayList<String>();
    int begin = 0;
    for (int i = 0; i < bytes.length; i++) {
      if (bytes[i] != 0) continue;
      words.add(ByteText.of(Arrays.copyOfRange(bytes, begin, i)));
      begin = i + 1;
    }
    return words;
  }
}
