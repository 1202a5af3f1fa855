package cairn.permissions;

import cairn.kernel.gate.Breadth;
import cairn.kernel.gate.Grant;
import cairn.kernel.gate.Rule;
import cairn.registry.Cid;
import cairn.registry.Descriptor;
import cairn.registry.Interfaces;
import cairn.registry.ProgramName;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** Grants in words. Pure; any thread. */
final class GrantWords {
  private final Interfaces interfaces;

  GrantWords(Interfaces interfaces) {
    this.interfaces = interfaces;
  }

  /** The interface: "tcp". */
  String on(Rule rule) {
    return interfaces
        .find(rule.on())
        .map(
            known ->
                known.descriptor().isPresent() ? known.definition().name() : rule.on().shortHex())
        .orElse(rule.on().shortHex());
  }

  /** What it covers: "connect to 10.0.0.7:4000". */
  String what(Rule rule) {
    if (rule.deed().isEmpty() && rule.breadth() == Breadth.ANY) return Words.say("all.deeds");
    var told = rule.deed().flatMap(d -> ScopeWords.told(interfaces, rule.on(), d));
    String verb =
        told.map(Descriptor.OfMessage::verb)
            .or(() -> rule.deed().map(ProgramWords::quoted))
            .orElse("");
    return (verb + " " + covered(rule).rest()).strip();
  }

  /** Where that leads: "local network"; may be empty. */
  String where(Rule rule) {
    return covered(rule).aside();
  }

  private ScopeWords.Pieces covered(Rule rule) {
    var kind = rule.deed().flatMap(d -> ScopeWords.kind(interfaces, rule.on(), d));
    return ScopeWords.covered(
        rule.scope(), rule.deed().orElse(""), rule.breadth(), kind, interfaces);
  }

  /** How it was used: "used 212 times, last now". */
  static String usage(Grant grant, Instant now) {
    if (grant.uses() == 0) return Words.say("page.never.used");
    String last = Ago.words(Duration.between(grant.lastUsed(), now));
    return Words.say(grant.rule().allow() ? "page.used" : "page.refused", grant.uses(), last);
  }

  /** What is known of a program by its identity alone. */
  static String shortHash(Grant grant) {
    return Cid.raw(grant.program().hash()).shortText();
  }

  /** Its name, cleaned; else its hash. */
  static String name(Grant grant, Optional<String> known) {
    String name = ProgramName.alone(known.orElse(""));
    return name.isEmpty() ? shortHash(grant) : name;
  }
}
