package cairn.shell.inspect;

import cairn.kernel.Exit;
import cairn.kernel.LoadFault;
import cairn.kernel.LoadStage;
import cairn.kernel.ProcessState;
import cairn.kernel.gate.PermissionRequest;
import cairn.kernel.gate.Scope;
import cairn.shell.Amounts;
import cairn.shell.PlainWords;

/** The state of a process as a short phrase. */
public record StateWords(String text, Tone tone) {
  /** How loud it is said. */
  public enum Tone {
    /** Nothing to do. */
    QUIET,
    /** It waits for the user. */
    ASKS,
    /** It went wrong. */
    WRONG
  }

  // An answer that comes at once is not worth a trembling number.
  private static final long WORTH_SAYING = 500_000_000;

  /** Says a state. {@code atNanos}: when the snapshot was taken. */
  public static StateWords of(ProcessState state, long atNanos) {
    return switch (state) {
      case ProcessState.Loading(LoadStage stage) -> quiet(loading(stage));
      case ProcessState.Running() -> quiet(InspectWords.say("state.running"));
      case ProcessState.Waiting waiting -> quiet(waiting(waiting, atNanos));
      case ProcessState.AskingUser(PermissionRequest what) ->
          new StateWords(InspectWords.say("state.asks", wish(what)), Tone.ASKS);
      case ProcessState.Suspended() -> quiet(InspectWords.say("state.paused"));
      case ProcessState.Ended(Exit exit) -> ended(exit);
    };
  }

  private static StateWords quiet(String text) {
    return new StateWords(text, Tone.QUIET);
  }

  private static StateWords wrong(String key, String what) {
    return new StateWords(InspectWords.say(key, what), Tone.WRONG);
  }

  private static String loading(LoadStage stage) {
    return switch (stage) {
      case LoadStage.Finding() -> InspectWords.say("state.finding");
      case LoadStage.Fetching fetching when fetching.total() > 0 ->
          InspectWords.say(
              "state.fetching",
              Math.min(100, fetching.bytes() * 100 / fetching.total()),
              Amounts.bytes(fetching.total()));
      case LoadStage.Fetching fetching ->
          InspectWords.say("state.fetching-some", Amounts.bytes(fetching.bytes()));
      case LoadStage.Preparing preparing -> InspectWords.say("state.preparing");
    };
  }

  private static String waiting(ProcessState.Waiting waiting, long atNanos) {
    if (waiting.forThese().isEmpty() && isForAnything(waiting.what()))
      return InspectWords.say("state.waits-for-message");
    var what =
        waiting.what().isEmpty()
            ? InspectWords.say("state.an-answer")
            : PlainWords.of(waiting.what());
    long age = atNanos - waiting.sinceNanos();
    return age < WORTH_SAYING
        ? InspectWords.say("state.waits", what)
        : InspectWords.say("state.waits-since", what, Figures.span(age));
  }

  // A thread that sleeps until somebody takes its message has no id to wait for either.
  private static boolean isForAnything(String what) {
    return what.isEmpty() || what.equals("messages");
  }

  /** What a program asks for: {@code connect 93.184.216.34:443}. */
  public static String wish(PermissionRequest request) {
    return PlainWords.of(request.deed() + " " + scope(request));
  }

  private static String scope(PermissionRequest request) {
    return switch (request.scope()) {
      case Scope.Whole() -> request.interfaceName();
      case Scope.Endpoint(String host, int port, Scope.Reach reach) ->
          (host.indexOf(':') >= 0 ? "[" + host + "]" : host) + ":" + port;
      case Scope.OfInterface of -> of.name();
      case Scope.Program(String address, var arguments) ->
          InspectWords.say("state.program", address, arguments.size());
      case Scope.Text(String text) -> text;
    };
  }

  private static StateWords ended(Exit exit) {
    return switch (exit) {
      case Exit.Exited(int code) -> quiet(InspectWords.say("state.exited", String.valueOf(code)));
      case Exit.Trapped trapped -> wrong("state.trapped", PlainWords.of(trapped.reason()));
      case Exit.Killed(String by) -> quiet(InspectWords.say("state.killed", PlainWords.of(by)));
      case Exit.Refused(LoadFault why) -> wrong("state.refused", fault(why));
    };
  }

  private static String fault(LoadFault why) {
    return switch (why) {
      case LoadFault.NotFound notFound -> InspectWords.say("fault.not-found");
      case LoadFault.Unreachable unreachable -> InspectWords.say("fault.unreachable");
      case LoadFault.Corrupt corrupt -> InspectWords.say("fault.corrupt");
      case LoadFault.Malformed malformed -> InspectWords.say("fault.malformed");
      case LoadFault.Truncated truncated -> InspectWords.say("fault.truncated");
      case LoadFault.TooLarge tooLarge -> InspectWords.say("fault.too-large");
      case LoadFault.NoSuchPath noSuchPath -> InspectWords.say("fault.no-such-path");
      case LoadFault.IsDirectory directory -> InspectWords.say("fault.is-directory");
      case LoadFault.NotAProgram not -> InspectWords.say("fault.not-a-program");
      case LoadFault.ALibrary library -> InspectWords.say("fault.a-library");
      case LoadFault.WrongStart start -> InspectWords.say("fault.wrong-start");
      case LoadFault.NoMemoryLeft none -> InspectWords.say("fault.no-memory-left");
      case LoadFault.HeapFull full -> InspectWords.say("fault.heap-full");
      case LoadFault.UnknownImport unknown ->
          InspectWords.say(
              "fault.unknown-import", PlainWords.of(unknown.module() + "." + unknown.name()));
      case LoadFault.TooMuchMemory much -> InspectWords.say("fault.too-much-memory");
      case LoadFault.NoLoader none -> InspectWords.say("fault.no-loader");
      case LoadFault.LimitReached limit -> InspectWords.say("fault.limit-reached");
    };
  }
}
