package cairn.shell.inspect;

import cairn.kernel.Exit;
import cairn.kernel.KeptChoice;
import cairn.kernel.KernelSnapshot.HandledBy;
import cairn.kernel.KernelSnapshot.Keeping;
import cairn.kernel.KernelSnapshot.OfInterface;
import cairn.kernel.KernelSnapshot.OfKept;
import cairn.kernel.Pid;
import cairn.kernel.ProcessState;
import cairn.kernel.ProgramId;
import cairn.shell.PlainWords;
import java.util.Optional;
import java.util.function.Function;

/**
 * A choice for every run, in words.
 *
 * @param text what was chosen
 * @param now what has come of it in this run
 * @param wrong whether that is bad news
 * @param start what the button says that starts it; empty: there is nothing to start
 */
public record KeptWords(
    KeptChoice.Where where, String text, String now, boolean wrong, Optional<String> start) {
  /** {@code whose}: what a program is called. */
  static KeptWords of(OfKept kept, Function<ProgramId, String> whose, long atNanos) {
    KeptChoice choice = kept.choice();
    String name = PlainWords.program(choice.name());
    String text;
    if (choice.where().of().isEmpty() && !choice.where().filter())
      text = InspectWords.say("kept.answers", name);
    else
      text =
          InspectWords.say(
              choice.where().filter() ? "kept.filter" : "kept.route",
              choice.where().of().map(whose).orElseGet(() -> InspectWords.say("routing.everybody")),
              name);
    return switch (kept.now()) {
      case Keeping.Answers(Pid pid) -> quiet(choice, text, "kept.runs", pid.toString());
      case Keeping.Starts(Pid pid) -> quiet(choice, text, "kept.starts", pid.toString());
      case Keeping.Idle() ->
          new KeptWords(
              choice.where(), text, InspectWords.say("kept.idle"), false, button("kept.start"));
      case Keeping.Failed(Exit why, long again) ->
          new KeptWords(
              choice.where(), text, failed(why, again - atNanos), true, button("kept.again"));
      case Keeping.SetAside() ->
          new KeptWords(
              choice.where(), text, InspectWords.say("kept.aside"), false, button("kept.use"));
    };
  }

  private static KeptWords quiet(KeptChoice choice, String text, String key, String pid) {
    return new KeptWords(choice.where(), text, InspectWords.say(key, pid), false, Optional.empty());
  }

  private static Optional<String> button(String key) {
    return Optional.of(InspectWords.say(key));
  }

  /** EX_NOPERM of sysexits.h, which programs of the SDK end with when they are refused. */
  private static final int NOT_ALLOWED = 77;

  private static String failed(Exit why, long left) {
    if (why.equals(new Exit.Exited(NOT_ALLOWED))) return InspectWords.say("kept.not-allowed");
    // Without the seconds that are left: the line would change with every look.
    return InspectWords.say(
        left > 0 ? "kept.rests" : "kept.failed",
        StateWords.of(new ProcessState.Ended(why), 0).text());
  }

  /** The choice about who answers everybody, unless the user chose another for this run. */
  static Optional<OfKept> forEverybody(OfInterface of) {
    return of.routing().kept().stream()
        .filter(kept -> kept.choice().where().of().isEmpty() && !kept.choice().where().filter())
        .filter(kept -> !(kept.now() instanceof Keeping.SetAside))
        .findFirst();
  }

  /** Who answers when nobody does now, if somebody is kept for it. */
  static Optional<String> answerer(OfInterface of) {
    if (!(of.handler() instanceof HandledBy.Nobody)) return Optional.empty();
    return forEverybody(of)
        .map(
            kept ->
                InspectWords.say(
                    switch (kept.now()) {
                      case Keeping.Starts _ -> "handler.kept-starts";
                      case Keeping.Failed _ -> "handler.kept-failed";
                      case Keeping.Answers _, Keeping.Idle _, Keeping.SetAside _ -> "handler.kept";
                    },
                    PlainWords.program(kept.choice().name())));
  }

  /** Whether somebody answers an interface, or will when a message comes. */
  static boolean isHandled(OfInterface of) {
    return !(of.handler() instanceof HandledBy.Nobody)
        || forEverybody(of).filter(kept -> !(kept.now() instanceof Keeping.Failed)).isPresent();
  }
}
