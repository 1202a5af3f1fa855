package cairn.shell;

/** What a tab shows. */
public sealed interface Location {
  /** One of Cairn's own pages. */
  record AtPage(String address) implements Location {}

  /** A program. */
  record AtProgram(ProgramRun run) implements Location {}

  /** A recording that is replayed. */
  record AtReplay(ReplayRun run) implements Location {}
}
