package cairn.shell;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Locale;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class AmountsTest {
  private final Locale before = Locale.getDefault();

  @BeforeEach
  void english() {
    Locale.setDefault(Locale.ENGLISH);
  }

  @AfterEach
  void restore() {
    Locale.setDefault(before);
  }

  @Test
  void sizesHaveTheUnitThatKeepsThemShort() {
    assertThat(Amounts.bytes(0)).isEqualTo("0 bytes");
    assertThat(Amounts.bytes(1)).isEqualTo("1 byte");
    assertThat(Amounts.bytes(999)).isEqualTo("999 bytes");
    assertThat(Amounts.bytes(1000)).isEqualTo("1.0 KB");
    assertThat(Amounts.bytes(412_300)).isEqualTo("412 KB");
    assertThat(Amounts.bytes(999_900)).isEqualTo("1.0 MB");
    assertThat(Amounts.bytes(4_000_000)).isEqualTo("4.0 MB");
  }

  @Test
  void ratesComeFromTwoCounts() {
    assertThat(Amounts.perSecond(100, 150, 500_000_000)).isEqualTo(100);
    assertThat(Amounts.perSecond(100, 150, 0)).isZero();
    assertThat(Amounts.perSecond(150, 100, 1)).isZero();
  }

  @Test
  void spansHaveTheUnitThatKeepsThemShort() {
    assertThat(Amounts.span(Duration.ofMillis(14))).isEqualTo("14 ms");
    assertThat(Amounts.span(Duration.ofMillis(3200))).isEqualTo("3.2 s");
    assertThat(Amounts.span(Duration.ofMinutes(4))).isEqualTo("4 min");
    assertThat(Amounts.span(Duration.ofHours(30))).isEqualTo("30 h");
  }

  @Test
  void momentsAreSaidAsPeopleSayThem() {
    var now = Instant.parse("2026-03-12T12:00:00Z");

    assertThat(moment("2026-03-12T11:02:00Z", now)).isEqualTo("today 11:02");
    assertThat(moment("2026-03-11T23:59:00Z", now)).isEqualTo("yesterday");
    assertThat(moment("2026-03-07T10:00:00Z", now)).isEqualTo("Saturday");
    assertThat(moment("2026-02-01T10:00:00Z", now)).isEqualTo("Feb 1, 2026");
  }

  private static String moment(String then, Instant now) {
    return Amounts.moment(Instant.parse(then), now, ZoneOffset.UTC);
  }
}
