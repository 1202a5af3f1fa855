package cairn.kernel;

import cairn.kernel.gate.Rule;
import cairn.registry.ContentAddress;
import cairn.registry.Payload;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A wish to run a program.
 *
 * @param name how people call the program until somebody knows better
 * @param startup what {@code startup} and {@code process} answer
 * @param rules decided beforehand for this run, by flags of the command line; first match wins
 * @param useStoredGrants whether grants of the profile apply
 * @param recording where the log of its run goes, if it is to be recorded
 */
public record OpenRequest(
    Source source,
    String name,
    Startup startup,
    List<Rule> rules,
    boolean useStoredGrants,
    Limits limits,
    Optional<RecordingTarget> recording) {
  public OpenRequest {
    rules = List.copyOf(rules);
  }

  /** With text for words, the name as argument 0, and without a recording. */
  public OpenRequest(
      Source source,
      String name,
      List<String> arguments,
      Map<String, String> environment,
      List<Rule> rules,
      boolean useStoredGrants,
      Limits limits) {
    this(
        source,
        name,
        Startup.of(name, arguments, environment),
        rules,
        useStoredGrants,
        limits,
        Optional.empty());
  }

  /** Where the program is. */
  public sealed interface Source {
    /** To be loaded through the loader interface and checked against the CID. */
    record At(ContentAddress address) implements Source {}

    /** These bytes: a file that was read once. */
    record Bytes(Payload module) implements Source {}
  }

  /** A program by address, with nothing said: stored grants apply, default limits. */
  public static OpenRequest of(ContentAddress address, String name) {
    return new OpenRequest(
        new Source.At(address), name, List.of(), Map.of(), List.of(), true, Limits.DEFAULT);
  }

  /** A program by its bytes, with nothing said. */
  public static OpenRequest of(Payload module, String name) {
    return new OpenRequest(
        new Source.Bytes(module), name, List.of(), Map.of(), List.of(), true, Limits.DEFAULT);
  }

  /** The same with these words after argument 0. */
  public OpenRequest withArguments(List<String> others) {
    return with(
        new Startup(
            startup.program(), others.stream().map(Payload::utf8).toList(), startup.environment()));
  }

  /** The same with another argument 0. */
  public OpenRequest calledBy(String program) {
    return with(new Startup(Payload.utf8(program), startup.arguments(), startup.environment()));
  }

  private OpenRequest with(Startup other) {
    return new OpenRequest(source, name, other, rules, useStoredGrants, limits, recording);
  }

  /** The same with these rules, which come before what the user has stored. */
  public OpenRequest withRules(List<Rule> others) {
    return new OpenRequest(source, name, startup, others, useStoredGrants, limits, recording);
  }

  /** The same with these bytes in place of equal ones, if it has any. */
  public OpenRequest sharing(Payload module) {
    return source instanceof Source.Bytes(var own) && own.length() == module.length()
        ? new OpenRequest(
            new Source.Bytes(module), name, startup, rules, useStoredGrants, limits, recording)
        : this;
  }

  /** What is kept of it when its process has ended: nothing that can be large. */
  public OpenRequest ended() {
    Source kept =
        switch (source) {
          case Source.At at -> at;
          case Source.Bytes _ -> new Source.Bytes(Payload.EMPTY);
        };
    return new OpenRequest(kept, name, List.of(), Map.of(), List.of(), useStoredGrants, limits);
  }

  /** The same, recorded (docs/RECORDING.md). */
  public OpenRequest recordedTo(RecordingTarget target) {
    return new OpenRequest(
        source, name, startup, rules, useStoredGrants, limits, Optional.of(target));
  }
}
