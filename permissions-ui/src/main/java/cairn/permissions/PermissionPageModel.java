package cairn.permissions;

import cairn.kernel.ProgramNames;
import cairn.kernel.gate.Grant;
import cairn.kernel.gate.GrantId;
import cairn.registry.Interfaces;
import cairn.registry.Sha256;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.SimpleObjectProperty;

/** Everything the user has decided that still holds. Confined to the JavaFX thread. */
public final class PermissionPageModel {
  private final Supplier<List<Grant>> grants;
  private final Consumer<GrantId> revoke;
  private final ProgramNames names;
  private final GrantWords words;
  private final InstantSource clock;
  private final ObjectProperty<Grouping> grouping =
      new SimpleObjectProperty<>(this, "grouping", Grouping.BY_PROGRAM);
  private final ReadOnlyObjectWrapper<List<GrantGroup>> groups =
      new ReadOnlyObjectWrapper<>(this, "groups", List.of());

  /** Taken back here; the kernel may still list them for a moment. */
  private final Set<GrantId> revoked = new HashSet<>();

  /** What stands together. */
  public enum Grouping {
    /** All that one program may do. */
    BY_PROGRAM,
    /** All that may use one interface. */
    BY_INTERFACE
  }

  /**
   * A page that shows nothing before its first {@link #refresh}.
   *
   * @param grants {@code kernel::grants}
   * @param revoke {@code kernel::revoke}
   */
  public PermissionPageModel(
      Supplier<List<Grant>> grants,
      Consumer<GrantId> revoke,
      ProgramNames names,
      Interfaces interfaces,
      InstantSource clock) {
    this.grants = grants;
    this.revoke = revoke;
    this.names = names;
    this.words = new GrantWords(interfaces);
    this.clock = clock;
    grouping.subscribe(_ -> refresh());
  }

  /** Reads the grants again. */
  public void refresh() {
    var all = grants.get();
    revoked.retainAll(all.stream().map(Grant::id).collect(Collectors.toSet()));
    var shown =
        all.stream()
            .filter(g -> !revoked.contains(g.id()))
            .sorted(Comparator.comparing(Grant::since).thenComparingLong(g -> g.id().number()))
            .toList();
    groups.set(grouped(shown));
  }

  /** Takes one back, at once for the eye. */
  public void revoke(GrantId id) {
    take(List.of(id));
  }

  /** Takes all of a group back. */
  public void forget(GrantGroup group) {
    take(group.lines().stream().map(GrantGroup.Line::id).toList());
  }

  private void take(List<GrantId> ids) {
    revoked.addAll(ids);
    ids.forEach(revoke);
    refresh();
  }

  /** What stands together. */
  public ObjectProperty<Grouping> groupingProperty() {
    return grouping;
  }

  /** The groups by name; empty when nothing was decided. */
  public ReadOnlyObjectProperty<List<GrantGroup>> groupsProperty() {
    return groups.getReadOnlyProperty();
  }

  private List<GrantGroup> grouped(List<Grant> shown) {
    var byHash = new LinkedHashMap<Sha256, List<Grant>>();
    for (var grant : shown) byHash.computeIfAbsent(key(grant), _ -> new ArrayList<>()).add(grant);
    var now = clock.instant();
    var sorted = new TreeMap<String, GrantGroup>();
    for (var entry : byHash.entrySet()) {
      var group = group(entry.getKey(), entry.getValue(), now);
      sorted.put(group.title() + "\n" + entry.getKey(), group);
    }
    return List.copyOf(sorted.values());
  }

  private Sha256 key(Grant grant) {
    return switch (grouping.get()) {
      case BY_PROGRAM -> grant.program().hash();
      case BY_INTERFACE -> grant.rule().on().hash();
    };
  }

  private GrantGroup group(Sha256 key, List<Grant> ofKey, Instant now) {
    var first = ofKey.getFirst();
    var lines = ofKey.stream().map(grant -> line(grant, now)).toList();
    return switch (grouping.get()) {
      case BY_PROGRAM -> new GrantGroup(key, true, name(first), GrantWords.shortHash(first), lines);
      case BY_INTERFACE ->
          new GrantGroup(key, false, words.on(first.rule()), key.hex().substring(0, 8), lines);
    };
  }

  private GrantGroup.Line line(Grant grant, Instant now) {
    String label =
        switch (grouping.get()) {
          case BY_PROGRAM -> words.on(grant.rule());
          case BY_INTERFACE -> name(grant);
        };
    var kind = kind(grant);
    return new GrantGroup.Line(
        grant.id(),
        label,
        words.what(grant.rule()),
        words.where(grant.rule()),
        GrantWords.usage(grant, now),
        kind,
        switch (kind) {
          case ALWAYS -> Words.say("lifetime.ALWAYS");
          case THIS_RUN -> Words.say("lifetime.THIS_RUN");
          case DENIED -> Words.say(grant.run().isPresent() ? "page.denied.run" : "page.denied");
        });
  }

  private String name(Grant grant) {
    return GrantWords.name(grant, names.name(grant.program()));
  }

  private static GrantGroup.Kind kind(Grant grant) {
    if (!grant.rule().allow()) return GrantGroup.Kind.DENIED;
    return grant.run().isPresent() ? GrantGroup.Kind.THIS_RUN : GrantGroup.Kind.ALWAYS;
  }
}
