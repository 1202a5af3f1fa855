package cairn.app;

import cairn.kernel.ProgramId;
import cairn.permissions.view.ProgramRemarks;
import cairn.profile.History;
import cairn.profile.HistoryEntry;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Set;

/**
 * Says under a program's name on the sheet where it is from and since when it is known here. What
 * has an address was compared with it by the kernel; a file on this computer was not.
 */
record Remarks(History history, Set<ProgramId> shipped, InstantSource clock)
    implements ProgramRemarks {
  Remarks {
    shipped = Set.copyOf(shipped);
  }

  @Override
  public String about(ProgramId program) {
    var entries =
        history.entries().stream()
            .filter(entry -> entry.program().filter(program::equals).isPresent())
            .toList();
    var known = new ArrayList<String>();
    if (shipped.contains(program)) known.add("came with Cairn");
    else if (entries.stream().anyMatch(e -> !ShellLibrary.isFile(e.address())))
      known.add("verified");
    // A file was compared with no hash: it is what it is.
    else if (!entries.isEmpty()) known.add("from a file");
    known.add(
        entries.stream()
            .map(HistoryEntry::firstOpened)
            .min(Instant::compareTo)
            .map(first -> "first opened " + day(LocalDate.ofInstant(first, ZoneId.systemDefault())))
            // Another program started it, or the history was forgotten.
            .orElse("not in your history"));
    return String.join(" \u00b7 ", known);
  }

  private String day(LocalDate day) {
    long ago =
        ChronoUnit.DAYS.between(day, LocalDate.ofInstant(clock.instant(), ZoneId.systemDefault()));
    if (ago <= 0) return "today";
    return ago == 1 ? "yesterday" : day.toString();
  }
}
