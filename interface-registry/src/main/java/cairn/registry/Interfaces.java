package cairn.registry;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The interfaces that can be named: those that ship, with their descriptors, and definitions met
 * later (bounded). Safe for any thread.
 */
public final class Interfaces {
  /** How many definitions are remembered beside those that ship. */
  public static final int MAX_LEARNED = 1024;

  /** How many bytes of canonical text they may have together. */
  public static final int MAX_LEARNED_TEXT = 4 << 20;

  private static final List<String> SHIPPED =
      List.of(
          "interface",
          "loader",
          "log",
          "console",
          "time",
          "random",
          "process",
          "threads",
          "tcp",
          "files",
          "kernel-debug",
          "startup",
          "redshirt-interface",
          "redshirt-loader",
          "redshirt-log",
          "redshirt-time",
          "redshirt-system-time",
          "redshirt-random",
          "redshirt-tcp",
          "redshirt-kernel-debug");

  private final Map<InterfaceId, Known> shipped = new LinkedHashMap<>();
  private final Map<InterfaceId, String> sources = new LinkedHashMap<>();

  /** In the order of use, guarded by itself. */
  private final LinkedHashMap<InterfaceId, Known> learned = new LinkedHashMap<>(64, 0.75f, true);

  /** Bytes of canonical text in {@link #learned}, guarded by it. */
  private int learnedText;

  private Interfaces() {
    for (var name : SHIPPED) {
      String source = resource(name + ".wit");
      var parsed =
          switch (WitParser.parse(source)) {
            case WitParser.Parsed.Ok ok -> ok.definition();
            case WitParser.Parsed.Fault fault ->
                throw new IllegalStateException(name + ".wit, " + fault.sentence());
          };
      var descriptor = DescriptorReader.read(resource(name + ".json"), parsed);
      var definition = descriptor.legacyId().map(parsed::withId).orElse(parsed);
      shipped.put(definition.id(), new Known(definition, Optional.of(descriptor)));
      sources.put(definition.id(), source);
    }
  }

  private static String resource(String file) {
    try (var in = Interfaces.class.getResourceAsStream("interfaces/" + file)) {
      if (in == null) throw new IllegalStateException("no " + file);
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** An interface that can be named. The descriptor is present only for interfaces that ship. */
  public record Known(Definition definition, Optional<Descriptor> descriptor) {}

  /** With all interfaces that ship. */
  public static Interfaces shipped() {
    return new Interfaces();
  }

  /** The interface with this id. */
  public Optional<Known> find(InterfaceId id) {
    var known = shipped.get(id);
    if (known != null) return Optional.of(known);
    synchronized (learned) {
      return Optional.ofNullable(learned.get(id));
    }
  }

  /** The interface that ships under this name. Throws IllegalArgumentException when none does. */
  public Known shipped(String name) {
    return shipped.values().stream()
        .filter(known -> known.definition().name().equals(name))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("no interface ships as " + name));
  }

  /** All of them, those that ship first. */
  public List<Known> all() {
    var all = new ArrayList<>(shipped.values());
    synchronized (learned) {
      all.addAll(learned.values());
    }
    return List.copyOf(all);
  }

  /**
   * The definition in source form: as its authors wrote it if it ships, else as {@link
   * DefinitionText} writes it.
   */
  public String source(Known known) {
    var source = sources.get(known.definition().id());
    return source != null ? source : DefinitionText.of(known);
  }

  /**
   * Remembers a definition, without a descriptor; the least recently found ones go when there are
   * more than {@value #MAX_LEARNED} or their texts are longer than {@value #MAX_LEARNED_TEXT} bytes
   * together.
   */
  public void learn(Definition definition) {
    if (shipped.containsKey(definition.id())) return;
    synchronized (learned) {
      if (learned.put(definition.id(), new Known(definition, Optional.empty())) != null) return;
      learnedText += definition.canonicalText().length();
      var oldest = learned.values().iterator();
      while (learned.size() > MAX_LEARNED || learnedText > MAX_LEARNED_TEXT) {
        learnedText -= oldest.next().definition().canonicalText().length();
        oldest.remove();
      }
    }
  }
}
