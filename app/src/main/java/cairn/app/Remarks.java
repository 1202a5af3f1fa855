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

/**
 * Says under a program's name on the sheet where it is from and since when it is known here. What
 * has an address was compared with it by the kernel; a file on this computer was not.
 */
record Remarks(History history, InstantSource clock) implements ProgramRemarks {
  @Override
  public String about(ProgramId program) {
    var entries =
        history.entries().stream()
            .filter(entry -> entry.program().filter(program::equals).isPresent())
            .toList();
    // A file was compared with no hash: it is what it is.
    boolean onlyAsFile =
        !entries.isEmpty() && entries.stream().allMatch(e -> ShellLibrary.isFile(e.address()));
    String since =
        entries.stream()
            .map(HistoryEntry::firstOpened)
            .min(Instant::compareTo)
            .map(first -> day(LocalDate.ofInstant(first, ZoneId.systemDefault())))
            .orElse("today");
    return (onlyAsFile ? "from a file" : "verified") + " \u00b7 first opened " + since;
  }

  private String day(LocalDate day) {
    long ago =
        ChronoUnit.DAYS.between(day, LocalDate.ofInstant(clock.instant(), ZoneId.systemDefault()));
    if (ago <= 0) return "today";
    return ago == 1 ? "yesterday" : day.toString();
  }
}
