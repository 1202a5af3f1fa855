package cairn.permissions;

import cairn.kernel.Refusal;
import cairn.kernel.gate.Breadth;
import cairn.kernel.gate.Scope;
import cairn.registry.Definition;
import cairn.registry.Descriptor;
import cairn.registry.Interfaces;
import java.util.Optional;

/** Messages that no handler was given, in words. Pure; safe for any thread. */
public final class RefusalWords {
  /** Characters of arguments in a line; above them they are counted. */
  private static final int LONGEST_ARGUMENTS = 1000;

  private final Interfaces interfaces;

  /** With the interfaces that can be named. */
  public RefusalWords(Interfaces interfaces) {
    this.interfaces = interfaces;
  }

  /**
   * A line of the log: "refused: tcp, connect to example.org:80 (you said no)".
   *
   * @param count how many messages it tells of
   * @param again whether others of that kind were told of before
   */
  public String line(Refusal refusal, long count, boolean again) {
    String times = Words.say(again ? "refused.more" : "refused.times", count);
    return Words.say(
        "refused.line",
        Words.say(kind(refusal)),
        refusal.about().map(this::what).orElseGet(() -> Words.say("refused.others")),
        why(refusal.reason()),
        times);
  }

  private static String kind(Refusal refusal) {
    return switch (refusal.reason()) {
      case Refusal.Denial _, Refusal.Reserved _, Refusal.Taken _ -> "refused.refused";
      case Refusal.Malformed _, Refusal.WrongKind _ -> "refused.malformed";
      case Refusal.UnknownInterface _, Refusal.NoHandler _, Refusal.NoRoom _, Refusal.OverLimit _ ->
          "refused.unsent";
    };
  }

  private static String why(Refusal.Reason reason) {
    return switch (reason) {
      case Refusal.Answered _ -> Words.say("refused.answered");
      case Refusal.DecidedBefore _ -> Words.say("refused.decided");
      case Refusal.RestOfRun _ -> Words.say("refused.rest");
      case Refusal.ByFlag _ -> Words.say("refused.flag");
      case Refusal.Reserved _ -> Words.say("refused.reserved");
      case Refusal.Taken _ -> Words.say("refused.taken");
      case Refusal.Malformed(int at, String what) -> Words.say("refused.byte", at, what);
      case Refusal.WrongKind(boolean wantsAnswer) ->
          Words.say(wantsAnswer ? "refused.wants.answer" : "refused.has.no.answer");
      case Refusal.UnknownInterface _ -> Words.say("refused.unknown");
      case Refusal.NoHandler _ -> Words.say("refused.nobody");
      case Refusal.NoRoom _ -> Words.say("refused.no.room");
      case Refusal.OverLimit(var limit) ->
          Words.say("refused.limit", Words.say("limit." + limit.name()));
    };
  }

  /** "tcp, connect to example.org:80". */
  private String what(Refusal.About about) {
    var known = interfaces.find(about.on());
    var message = known.flatMap(is -> message(is.definition(), about.message()));
    String on =
        ScopeWords.interfaceName(
            about.on(), known.map(is -> is.definition().name()).orElse(""), interfaces);
    String wanted =
        message.isPresent()
            ? wanted(message.get(), about)
            : about.message() < 0 ? "" : Words.say("refused.unnamed", about.message());
    return wanted.isEmpty() ? on : Words.say("refused.about", on, wanted);
  }

  private static Optional<Definition.Message> message(Definition definition, int index) {
    return index < 0 || index >= definition.messages().size()
        ? Optional.empty()
        : Optional.of(definition.messages().get(index));
  }

  private String wanted(Definition.Message message, Refusal.About about) {
    Optional<Scope> scope = about.scope();
    var told = ScopeWords.told(interfaces, about.on(), message.name());
    if (told.isEmpty()) return ProgramWords.quoted(message.name());
    if (scope.isEmpty() || scope.get() instanceof Scope.Whole) return message.name();
    var pieces = ScopeWords.asked(scope.get(), message.name(), interfaces);
    String program =
        StartedProgram.of(scope.get(), Breadth.EXACT)
            .map(started -> started.inALine(LONGEST_ARGUMENTS))
            .orElse("");
    String verb = told.map(Descriptor.OfMessage::verb).orElse("");
    return (verb + " " + pieces.strong() + pieces.rest() + program).strip();
  }
}
