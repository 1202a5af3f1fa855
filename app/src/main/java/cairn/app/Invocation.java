package cairn.app;

import cairn.shell.HomeFolder;
import java.io.PrintWriter;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;

/**
 * One call of a command.
 *
 * @param words what is given to it
 * @param environment the variables of the process, as {@link CommandWords} reads them
 * @param out for what was asked for
 * @param err for what else is to be said
 */
record Invocation(
    ParsedWords words, Map<String, String> environment, PrintWriter out, PrintWriter err) {

  /** The profile's places. */
  Places places() throws Sentence {
    return Places.choose(
        words.value(Option.PROFILE),
        environment,
        System.getProperty("os.name", ""),
        HomeFolder.path());
  }

  /** The gateways given on the command line; empty: those in the settings. */
  List<URI> gateways() throws Sentence {
    return GatewayList.given(words.all(Option.GATEWAY));
  }

  /**
   * The gateways of a command without a window: those given, else those in the settings, which are
   * read when the first program is looked for, whether or not a window is open on the profile. When
   * they cannot be read, that is said once.
   */
  Supplier<List<URI>> gatewayAddresses() throws Sentence {
    List<URI> given = gateways();
    var root = places().root();
    var told = new AtomicBoolean();
    return () ->
        given.isEmpty()
            ? GatewayList.of(
                ProfileSettings.gatewaysIn(
                    root,
                    why -> {
                      if (told.compareAndSet(false, true)) err.println("cairn: " + why);
                    }))
            : given;
  }
}
