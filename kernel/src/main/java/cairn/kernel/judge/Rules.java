package cairn.kernel.judge;

import cairn.kernel.gate.Breadth;
import cairn.kernel.gate.Decision;
import cairn.kernel.gate.Grant;
import cairn.kernel.gate.GrantId;
import cairn.kernel.gate.Lifetime;
import cairn.kernel.gate.PermissionRequest;
import cairn.kernel.gate.Rule;
import cairn.kernel.gate.Scope;
import cairn.registry.Descriptor.Risk;
import cairn.registry.InterfaceId;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The decision itself, as a pure function of what has been decided before. Any thread.
 *
 * <p>Layers are asked in order: flags, this run's grants, stored grants, the class of the deed. The
 * first layer in which something matches decides. Flags match in the order in which they were
 * given. Among the grants of one layer the narrowest wins, because a user who denied one address
 * and later allowed all did not take the first word back; between equally narrow ones a no wins.
 *
 * <p>"Deny the rest in this run" is no rule: it turns what would be {@link Verdict.Ask} into a
 * denial, and so stands behind all of these.
 */
public final class Rules {
  private Rules() {}

  /** What is to become of a message. */
  public sealed interface Verdict {
    /** It goes on. {@code by}: the grant that let it, for counting its use. */
    record Allow(Optional<GrantId> by) implements Verdict {}

    /** It is refused. {@code by}: the grant that says so. */
    record Deny(Optional<GrantId> by) implements Verdict {}

    /** Nothing is known: the user decides. */
    record Ask() implements Verdict {}
  }

  /**
   * Decides about one message.
   *
   * @param flags rules given with the command that started the process
   * @param run grants of this process's run
   * @param stored grants of the profile for its program; none when they do not apply
   * @param risk of this message: {@link Risk#FREE} for a deed that opens nothing
   */
  public static Verdict decide(
      List<Rule> flags,
      Collection<Grant> run,
      Collection<Grant> stored,
      InterfaceId on,
      String deed,
      Scope scope,
      Risk risk) {
    for (Rule rule : flags)
      if (rule.on().equals(on) && covers(rule, deed, scope) && counts(rule, risk))
        return rule.allow()
            ? new Verdict.Allow(Optional.empty())
            : new Verdict.Deny(Optional.empty());
    return narrowest(run, on, deed, scope, risk)
        .or(() -> narrowest(stored, on, deed, scope, risk))
        .map(Rules::verdictOf)
        .orElseGet(
            () ->
                switch (risk) {
                  case FREE -> new Verdict.Allow(Optional.empty());
                  case ASK, DANGER -> new Verdict.Ask();
                });
  }

  /** Whether a rule speaks about this deed with this scope, on the rule's own interface. */
  public static boolean covers(Rule rule, String deed, Scope scope) {
    if (rule.deed().isPresent() && !rule.deed().get().equals(deed)) return false;
    return switch (rule.breadth()) {
      case ANY -> true;
      case HOST -> sameHost(rule.scope(), scope);
      case PROGRAM -> sameProgram(rule.scope(), scope);
      case EXACT -> same(rule.scope(), scope);
    };
  }

  /**
   * The rule that a decision leaves behind; empty when there is none: the decision is for one
   * message, denies the rest of the run, or lets a danger pass, which holds for this once whatever
   * else was said.
   */
  public static Optional<Rule> ruleFor(PermissionRequest request, Decision decision) {
    return switch (decision) {
      case Decision.Allow(Lifetime lifetime, Breadth breadth) ->
          lifetime == Lifetime.ONCE || request.risk() == Risk.DANGER
              ? Optional.empty()
              : Optional.of(rule(request, breadth, true));
      case Decision.Deny(Lifetime lifetime, Breadth breadth) ->
          lifetime == Lifetime.ONCE ? Optional.empty() : Optional.of(rule(request, breadth, false));
      case Decision.DenyRest _ -> Optional.empty();
    };
  }

  /**
   * The risk of a deed at an endpoint that guards more than itself: whoever reaches the control
   * port of Kubo or a port of Cairn, on this machine or its network, rules both.
   *
   * @param guarded those ports
   */
  public static Risk risk(Risk ofDeed, Scope scope, Set<Integer> guarded) {
    if (ofDeed != Risk.ASK || !(scope instanceof Scope.Endpoint endpoint)) return ofDeed;
    return switch (endpoint.reach()) {
      case LOOPBACK, LOCAL -> guarded.contains(endpoint.port()) ? Risk.DANGER : ofDeed;
      case PUBLIC, NAME -> ofDeed;
    };
  }

  /** Equal decisions make equal rules: what a breadth does not look at is blotted out. */
  private static Rule rule(PermissionRequest request, Breadth breadth, boolean allow) {
    var deed = Optional.of(request.deed());
    return switch (breadth) {
      case EXACT -> new Rule(request.on(), deed, request.scope(), Breadth.EXACT, allow);
      case HOST ->
          request.scope() instanceof Scope.Endpoint(String host, int _, Scope.Reach reach)
              ? new Rule(
                  request.on(), deed, new Scope.Endpoint(host, 0, reach), Breadth.HOST, allow)
              : new Rule(request.on(), deed, request.scope(), Breadth.EXACT, allow);
      case PROGRAM ->
          request.scope() instanceof Scope.Program(String address, var _)
              ? new Rule(
                  request.on(), deed, new Scope.Program(address, List.of()), Breadth.PROGRAM, allow)
              : new Rule(request.on(), deed, request.scope(), Breadth.EXACT, allow);
      case ANY -> new Rule(request.on(), deed, new Scope.Whole(), Breadth.ANY, allow);
    };
  }

  private static Optional<Grant> narrowest(
      Collection<Grant> grants, InterfaceId on, String deed, Scope scope, Risk risk) {
    Optional<Grant> best = Optional.empty();
    for (Grant grant : grants) {
      Rule rule = grant.rule();
      // A danger is never allowed by a memory, only by the user, now.
      if (rule.allow() && risk == Risk.DANGER) continue;
      if (!(rule.on().equals(on) && covers(rule, deed, scope))) continue;
      if (best.isEmpty() || width(rule) < width(best.get().rule())) best = Optional.of(grant);
    }
    return best;
  }

  /** By breadth, then one deed before all, then no before yes. */
  private static int width(Rule rule) {
    int breadth =
        switch (rule.breadth()) {
          case EXACT -> 0;
          case HOST, PROGRAM -> 4;
          case ANY -> 8;
        };
    int deeds = rule.deed().isPresent() ? 0 : 2;
    int word = rule.allow() ? 1 : 0;
    return breadth + deeds + word;
  }

  private static Verdict verdictOf(Grant grant) {
    return grant.rule().allow()
        ? new Verdict.Allow(Optional.of(grant.id()))
        : new Verdict.Deny(Optional.of(grant.id()));
  }

  /** A flag lets a danger pass only when it names exactly this deed at exactly this place. */
  private static boolean counts(Rule flag, Risk risk) {
    return !flag.allow()
        || risk != Risk.DANGER
        || (flag.breadth() == Breadth.EXACT && flag.deed().isPresent());
  }

  private static boolean sameHost(Scope decided, Scope scope) {
    if (decided instanceof Scope.Endpoint there && scope instanceof Scope.Endpoint here)
      return there.host().equals(here.host());
    return same(decided, scope);
  }

  private static boolean sameProgram(Scope decided, Scope scope) {
    if (decided instanceof Scope.Program there && scope instanceof Scope.Program here)
      return there.address().equals(here.address());
    return same(decided, scope);
  }

  /** Reach and names of interfaces are words about a scope, not part of what it is. */
  private static boolean same(Scope decided, Scope scope) {
    return switch (decided) {
      case Scope.Whole _ -> scope instanceof Scope.Whole;
      case Scope.Endpoint(String host, int port, Scope.Reach _) ->
          scope instanceof Scope.Endpoint here && here.host().equals(host) && here.port() == port;
      case Scope.OfInterface(InterfaceId id, String _) ->
          scope instanceof Scope.OfInterface here && here.id().equals(id);
      case Scope.Program program -> program.equals(scope);
      case Scope.Text(String text) -> scope instanceof Scope.Text here && here.text().equals(text);
    };
  }
}
