package dev.weir.operations.backup.schedule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weir.api.Rejected;
import dev.weir.operations.backup.schedule.Schedule.Window;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ScheduleTest {
  private static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");
  private static final List<String> COMMAND = List.of("backup", "create", "clinic");

  private static Schedule schedule(String cron) {
    return new Schedule("nightly", cron, BERLIN, null, COMMAND);
  }

  private static Instant at(String text) {
    return Instant.parse(text);
  }

  @Test
  void itIsDueByTheClockOfItsZone() {
    assertThat(schedule("30 2 * * *").next(at("2026-11-21T00:00:00Z")))
        .isEqualTo("2026-11-21T01:30:00Z");
    assertThat(schedule("30 2 * * *").next(at("2026-07-21T01:00:00Z")))
        .isEqualTo("2026-07-22T00:30:00Z");
  }

  @Test
  void aTimeThatTheClockLeavesOutOrShowsTwiceIsDueOnce() {
    // In Berlin 29 March 2026 has no 02:30, and 25 October has two.
    assertThat(due("30 2 * * *", "2026-03-28T12:00:00Z", "2026-03-30T12:00:00Z")).hasSize(2);
    assertThat(due("30 2 * * *", "2026-10-24T12:00:00Z", "2026-10-26T12:00:00Z")).hasSize(2);
  }

  private static List<Instant> due(String cron, String from, String to) {
    List<Instant> due = new ArrayList<>();
    for (Instant at = schedule(cron).next(at(from)); at.isBefore(at(to)); ) {
      due.add(at);
      at = schedule(cron).next(at);
    }
    return due;
  }

  @Test
  void eitherOfTwoKindsOfDayCounts() {
    // Mondays, and the first of each month.
    assertThat(due("0 3 1 * 1", "2026-11-22T00:00:00Z", "2026-12-03T00:00:00Z"))
        .containsExactly(
            at("2026-11-23T02:00:00Z"), at("2026-11-30T02:00:00Z"), at("2026-12-01T02:00:00Z"));
  }

  @Test
  void whatIsDueOutsideOfItsWindowIsPassedOver() {
    Window night = new Window(LocalTime.of(22, 0), LocalTime.of(4, 0));
    Schedule schedule = new Schedule("hourly", "0 * * * *", BERLIN, night, COMMAND);

    assertThat(schedule.next(at("2026-11-21T02:30:00Z"))).isEqualTo("2026-11-21T21:00:00Z");
    assertThat(schedule.next(at("2026-11-21T22:59:00Z"))).isEqualTo("2026-11-21T23:00:00Z");
  }

  @Test
  void howeverManyRunsWereMissedOneCatchesUp() {
    Schedule schedule = schedule("30 2 * * *");
    Instant now = at("2026-11-21T09:00:00Z");

    assertThat(schedule.missed(at("2026-11-15T01:30:00Z"), now))
        .contains(at("2026-11-21T01:30:00Z"));
    assertThat(schedule.missed(at("2026-11-21T01:30:05Z"), now)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "every night", "61 2 * * *", "0 2 * *", "0 2 31 2 *", "* * * * * *"})
  void whatMakesNoSenseIsRefused(String cron) {
    assertThatThrownBy(() -> schedule(cron)).isInstanceOf(Rejected.class);
  }

  @Test
  void aWindowInWhichItIsNeverDueIsRefused() {
    Window day = new Window(LocalTime.of(9, 0), LocalTime.of(17, 0));

    assertThatThrownBy(() -> new Schedule("x", "30 2 * * *", BERLIN, day, COMMAND))
        .isInstanceOf(Rejected.class)
        .hasMessageContaining("never due");
  }

  @Test
  void cronReadsTheExport() {
    String text =
        new ScheduleExport("/usr/bin/weir")
            .crontab(
                List.of(
                    schedule("30 2 * * *"),
                    new Schedule(
                        "weekly",
                        "0 4 * * 0",
                        BERLIN,
                        null,
                        List.of("backup", "verify", "clinic", "--note", "it's 100%"))));

    assertThat(text)
        .isEqualTo(
            """
            # Written by `weir backup schedule export`.
            CRON_TZ=Europe/Berlin
            30 2 * * * /usr/bin/weir backup create clinic  # nightly
            0 4 * * 0 /usr/bin/weir backup verify clinic --note 'it'\\''s 100\\%'  # weekly
            """);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          30 2 * * *       | *-*-* 02:30:00 Europe/Berlin
          */15 * * * *     | *-*-* *:00,15,30,45:00 Europe/Berlin
          0 4 * * 0        | Sun *-*-* 04:00:00 Europe/Berlin
          0 4 * * 7        | Sun *-*-* 04:00:00 Europe/Berlin
          0 4 * * mon-wed  | Mon,Tue,Wed *-*-* 04:00:00 Europe/Berlin
          5 0-6/3 1 */6 *  | *-01,07-01 00,03,06:05:00 Europe/Berlin
          0 0 1,15 jan 5   | *-01-01,15 00:00:00 Europe/Berlin;Fri *-01-* 00:00:00 Europe/Berlin
          """)
  void systemdReadsTheExport(String cron, String lines) {
    assertThat(String.join(";", ScheduleExport.calendar(schedule(cron)))).isEqualTo(lines);
  }

  @Test
  void aTimerCatchesUpAndItsServiceRunsTheCommand() {
    var units = new ScheduleExport("/usr/bin/weir").systemd(List.of(schedule("30 2 * * *")));

    assertThat(units).containsOnlyKeys("weir-nightly.service", "weir-nightly.timer");
    assertThat(units.get("weir-nightly.timer"))
        .contains("OnCalendar=*-*-* 02:30:00 Europe/Berlin\n", "Persistent=true");
    assertThat(units.get("weir-nightly.service"))
        .contains("ExecStart=/usr/bin/weir backup create clinic\n");
  }
}
