package cairn.app;

import cairn.kernel.ProgramId;
import cairn.permissions.view.ProgramRemarks;
import cairn.profile.History;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;

/**
 * Says under a program's name on the sheet since when it is known here. Every program that runs was
 * verified by the kernel.
 */
record Remarks(History history, InstantSource clock) implements ProgramRemarks {
  @Override
  public String about(ProgramId program) {
    return history.entries().stream()
        .filter(entry -> entry.program().filter(program::equals).isPresent())
        .map(entry -> entry.firstOpened())
        .min(java.time.Instant::compareTo)
        .map(
            first ->
                "verified \u00b7 first run "
                    + day(LocalDate.ofInstant(first, ZoneId.systemDefault())))
        .orElse("verified \u00b7 first run today");
  }

  private String day(LocalDate day) {
    long ago =
        ChronoUnit.DAYS.between(day, LocalDate.ofInstant(clock.instant(), ZoneId.systemDefault()));
    if (ago <= 0) return "today";
    return ago == 1 ? "yesterday" : day.toString();
  }
}
