package dev.weir.operations.backup.schedule;

import com.cronutils.model.Cron;
import com.cronutils.model.CronType;
import com.cronutils.model.definition.CronDefinitionBuilder;
import com.cronutils.model.time.ExecutionTime;
import com.cronutils.parser.CronParser;
import dev.weir.operations.backup.BackupError;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * When something is done about the backups of a database.
 *
 * @param name unique; letters, digits, {@code -} and {@code _}
 * @param cron five fields: minute, hour, day of the month, month, day of the week; where both days
 *     are given, either counts
 * @param zone in which the fields are read
 * @param window in which it may begin; null for any time
 * @param command what is done, as arguments of {@code weir}, such as {@code backup create clinic}
 */
public record Schedule(
    String name, String cron, ZoneId zone, @Nullable Window window, List<String> command) {
  private static final CronParser PARSER =
      new CronParser(CronDefinitionBuilder.instanceDefinitionFor(CronType.UNIX));

  /** Due times outside of a window are passed over; a schedule that is never due is refused. */
  private static final int MOST_TRIES = 2_000;

  /**
   * @throws dev.weir.api.Rejected with {@code BACKUP-024} when it makes no sense
   */
  public Schedule {
    command = List.copyOf(command);
    if (!name.matches("[A-Za-z0-9_-]{1,64}")) {
      throw BackupError.INVALID_SCHEDULE.because(
          "The name of a schedule consists of letters, digits, '-' and '_'; it is '" + name + "'.");
    }
    if (command.isEmpty()) {
      throw BackupError.INVALID_SCHEDULE.because("The schedule " + name + " does nothing.");
    }
    if (next(cron, zone, window, Instant.EPOCH).isEmpty()) {
      throw BackupError.INVALID_SCHEDULE.because(
          "The schedule " + name + " ('" + cron + "') is never due.");
    }
  }

  /**
   * A span of the day; it may go past midnight.
   *
   * @param to not within it
   */
  public record Window(LocalTime from, LocalTime to) {
    public boolean holds(LocalTime time) {
      boolean started = !time.isBefore(from);
      boolean ended = !time.isBefore(to);
      return from.isBefore(to) ? started && !ended : started || !ended;
    }
  }

  /** When it is due next. */
  public Instant next(Instant after) {
    return next(cron, zone, window, after)
        .orElseThrow(() ->
            BackupError.INVALID_SCHEDULE.because("The schedule " + name + " is not due any more."));
  }

  /**
   * The last time at which it was due and not run: however many were missed, one run catches up.
   *
   * @param lastRun when it last began; or since when the schedule exists
   */
  public Optional<Instant> missed(Instant lastRun, Instant now) {
    Optional<Instant> last = last(now);
    return last.filter(due -> due.isAfter(lastRun));
  }

  private Optional<Instant> last(Instant now) {
    ExecutionTime times = ExecutionTime.forCron(parse(cron));
    ZonedDateTime at = ZonedDateTime.ofInstant(now, zone).plusSeconds(1);
    for (int i = 0; i < MOST_TRIES; i++) {
      Optional<ZonedDateTime> last = times.lastExecution(at);
      if (last.isEmpty() || window == null || window.holds(last.get().toLocalTime())) {
        return last.map(ZonedDateTime::toInstant);
      }
      at = last.get();
    }
    return Optional.empty();
  }

  private static Optional<Instant> next(
      String cron, ZoneId zone, @Nullable Window window, Instant after) {
    ExecutionTime times = ExecutionTime.forCron(parse(cron));
    ZonedDateTime at = ZonedDateTime.ofInstant(after, zone);
    for (int i = 0; i < MOST_TRIES; i++) {
      Optional<ZonedDateTime> next = next(times, at);
      if (next.isEmpty() || window == null || window.holds(next.get().toLocalTime())) {
        return next.map(ZonedDateTime::toInstant);
      }
      at = next.get();
    }
    return Optional.empty();
  }

  /**
   * A time that the clock leaves out, as in spring, is due as much later as the clock jumps; the
   * library would pass it over.
   */
  private static Optional<ZonedDateTime> next(ExecutionTime times, ZonedDateTime after) {
    Optional<ZonedDateTime> usual = times.nextExecution(after);
    Optional<ZonedDateTime> leftOut =
        times
            .nextExecution(after.toLocalDateTime().atZone(ZoneOffset.UTC))
            .map(ZonedDateTime::toLocalDateTime)
            .filter(local -> after.getZone().getRules().getValidOffsets(local).isEmpty())
            .map(local -> local.atZone(after.getZone()));
    return leftOut.filter(late -> usual.isEmpty() || late.isBefore(usual.get())).or(() -> usual);
  }

  static Cron parse(String cron) {
    try {
      return PARSER.parse(cron).validate();
    } catch (IllegalArgumentException wrong) {
      throw BackupError.INVALID_SCHEDULE.because(
          "The schedule '" + cron + "' cannot be understood: " + wrong.getMessage());
    }
  }
}
