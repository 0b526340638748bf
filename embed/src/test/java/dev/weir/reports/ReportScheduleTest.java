package dev.weir.reports;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weir.api.Rejected;
import dev.weir.operations.report.ReportError;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ReportScheduleTest {
  /** A Saturday. */
  private static final Instant NOW = Instant.parse("2026-11-21T10:00:00Z");

  private static ReportSchedule schedule(String text) {
    return ReportSchedule.parse("mine", text, ZoneOffset.UTC);
  }

  @Test
  void aWeeklyReportIsDueOnItsDayAndCoversAWeek() {
    ReportSchedule weekly =
        schedule("weekly monday 07:30 zone=Europe/Stockholm clinic shop to=a,b");

    assertThat(weekly.schedule().next(NOW)).isEqualTo(Instant.parse("2026-11-23T06:30:00Z"));
    assertThat(weekly.span(NOW)).isEqualTo(Duration.ofDays(7));
    assertThat(weekly.databases(Set.of("other"))).containsExactly("clinic", "shop");
    assertThat(weekly.channels()).containsExactly("a", "b");
    assertThat(schedule("weekly Sunday 07:30 clinic to=a").schedule().next(NOW))
        .isEqualTo(Instant.parse("2026-11-22T07:30:00Z"));
  }

  @Test
  void aDailyReportCoversADayAndAStarMeansEveryDatabase() {
    ReportSchedule daily = schedule("daily 06:05 * to=a");

    assertThat(daily.schedule().next(NOW)).isEqualTo(Instant.parse("2026-11-22T06:05:00Z"));
    assertThat(daily.span(NOW)).isEqualTo(Duration.ofDays(1));
    assertThat(daily.databases(Set.of("shop", "clinic"))).containsExactly("clinic", "shop");
  }

  @Test
  void cronCoversTheTimeBetweenTwoDueTimes() {
    ReportSchedule fridays = schedule("0 16 * * 5 clinic to=a");

    assertThat(fridays.schedule().next(NOW)).isEqualTo(Instant.parse("2026-11-27T16:00:00Z"));
    assertThat(fridays.span(NOW)).isEqualTo(Duration.ofDays(7));
    assertThat(schedule("0 16 1 1 * clinic to=a").span(NOW)).isEqualTo(Duration.ofDays(31));
  }

  @Test
  void whatMakesNoSenseIsRefusedInWords() {
    for (String wrong :
        List.of(
            "",
            "daily",
            "daily 25:00 clinic to=a",
            "weekly someday 07:00 clinic to=a",
            "weekly monday",
            "0 16 * * clinic",
            "0 16 * * 9 clinic to=a",
            "daily 07:00 to=a",
            "daily 07:00 clinic",
            "daily 07:00 zone=Nowhere/Land clinic to=a",
            "0 0 30 2 * clinic to=a")) {
      assertThatThrownBy(() -> schedule(wrong))
          .as(wrong)
          .isInstanceOf(Rejected.class)
          .hasMessageContaining("schedule mine")
          .extracting("code")
          .isEqualTo(ReportError.INVALID_SCHEDULE);
    }
  }
}
