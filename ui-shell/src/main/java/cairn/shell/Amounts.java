package cairn.shell;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.time.format.FormatStyle;
import java.time.temporal.ChronoUnit;
import java.util.Locale;

/** Numbers, sizes and times as people read them. Any thread. */
public final class Amounts {
  private static final String[] UNITS = {"bytes", "KB", "MB", "GB", "TB"};

  private Amounts() {}

  /** A size: {@code 312 bytes}, {@code 4.0 MB}; 1 KB is 1,000 bytes. */
  public static String bytes(long bytes) {
    if (bytes == 1) return Words.say("amount.byte");
    double rest = bytes;
    int unit = 0;
    while (rest >= 999.5 && unit < UNITS.length - 1) {
      rest /= 1000;
      unit++;
    }
    return String.format(
        locale(), unit == 0 || rest >= 99.95 ? "%.0f %s" : "%.1f %s", rest, UNITS[unit]);
  }

  /** A count with separators: {@code 3,312}. */
  public static String count(long count) {
    return String.format(locale(), "%,d", count);
  }

  /** A rate a second, from two counts. 0 when no time has passed. */
  public static long perSecond(long before, long now, long nanos) {
    return nanos <= 0 || now < before ? 0 : Math.round((now - before) * 1e9 / nanos);
  }

  /** A time span: {@code 14 ms}, {@code 3.2 s}, {@code 4 min}, {@code 2 h}. */
  public static String span(Duration span) {
    long millis = Math.max(0, span.toMillis());
    if (millis < 1000) return millis + " ms";
    if (millis < 60_000) return String.format(locale(), "%.1f s", millis / 1000.0);
    if (millis < 3_600_000) return millis / 60_000 + " min";
    return millis / 3_600_000 + " h";
  }

  /** A moment of the past: {@code today 11:02}, {@code yesterday}, {@code Friday}, a date. */
  public static String moment(Instant then, Instant now, ZoneId zone) {
    var day = LocalDate.ofInstant(then, zone);
    long days = ChronoUnit.DAYS.between(day, LocalDate.ofInstant(now, zone));
    if (days <= 0)
      return Words.say(
          "moment.today", DateTimeFormatter.ofPattern("HH:mm", locale()).format(then.atZone(zone)));
    if (days == 1) return Words.say("moment.yesterday");
    if (days < 7) return DateTimeFormatter.ofPattern("EEEE", locale()).format(day);
    return DateTimeFormatter.ofLocalizedDate(FormatStyle.MEDIUM).withLocale(locale()).format(day);
  }

  private static Locale locale() {
    return Locale.getDefault(Locale.Category.FORMAT);
  }
}
