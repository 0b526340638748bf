package dev.weir.reports;

import dev.weir.api.Rejected;
import dev.weir.operations.backup.schedule.Schedule;
import dev.weir.operations.report.ReportError;
import java.time.DateTimeException;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.List;
import java.util.Locale;

/**
 * Which reports are sent when, and to whom.
 *
 * @param period {@code daily}, {@code weekly}, or empty for other times
 * @param databases their names in the catalog; {@code *} alone for all
 * @param channels names of {@code notification.channels}
 */
public record ReportSchedule(
    Schedule schedule, String period, List<String> databases, List<String> channels) {
  private static final Duration LONGEST = Duration.ofDays(31);

  public ReportSchedule {
    databases = List.copyOf(databases);
    channels = List.copyOf(channels);
  }

  /**
   * A schedule as it is written: {@code daily 07:00}, {@code weekly monday 07:00} or five fields of
   * cron, perhaps {@code zone=Europe/Stockholm}, then databases, and {@code to=CHANNEL,CHANNEL}.
   *
   * @param usual the zone where it names none
   * @throws Rejected with {@code REPORT-003}
   */
  public static ReportSchedule parse(String name, String text, ZoneId usual) {
    try {
      return read(name, new ArrayDeque<>(List.of(text.strip().split("\\s+"))), usual);
    } catch (DateTimeException | IllegalArgumentException wrong) {
      throw refused(name, String.valueOf(wrong.getMessage()));
    } catch (Rejected wrong) {
      throw wrong.code() == ReportError.INVALID_SCHEDULE
          ? wrong
          : refused(name, String.valueOf(wrong.getMessage()));
    }
  }

  private static ReportSchedule read(String name, Deque<String> words, ZoneId usual) {
    String first = String.valueOf(words.peek()).toLowerCase(Locale.ROOT);
    String period = first.equals("daily") || first.equals("weekly") ? first : "";
    String cron =
        switch (period) {
          case "daily" -> daily(name, words);
          case "weekly" -> weekly(name, words);
          default -> cron(name, words);
        };
    ZoneId zone = usual;
    List<String> databases = new ArrayList<>();
    List<String> channels = new ArrayList<>();
    for (String word : words) {
      if (word.startsWith("zone=")) {
        zone = ZoneId.of(word.substring("zone=".length()));
      } else if (word.startsWith("to=")) {
        channels.addAll(List.of(word.substring("to=".length()).split(",")));
      } else {
        databases.add(word);
      }
    }
    if (databases.isEmpty()) {
      throw refused(name, "it names no database; * stands for all");
    }
    if (channels.isEmpty()) {
      throw refused(name, "it does not say to whom; write to=CHANNEL");
    }
    Schedule schedule = new Schedule(name, cron, zone, null, List.of("report"));
    return new ReportSchedule(schedule, period, databases, channels);
  }

  private static String daily(String name, Deque<String> words) {
    words.remove();
    return time(next(name, words)) + " * * *";
  }

  private static String weekly(String name, Deque<String> words) {
    words.remove();
    DayOfWeek day = DayOfWeek.valueOf(next(name, words).toUpperCase(Locale.ROOT));
    return time(next(name, words)) + " * * " + day.getValue() % 7;
  }

  private static String cron(String name, Deque<String> words) {
    List<String> fields = new ArrayList<>();
    while (fields.size() < 5) {
      fields.add(next(name, words));
    }
    return String.join(" ", fields);
  }

  private static String time(String text) {
    LocalTime time = LocalTime.parse(text);
    return time.getMinute() + " " + time.getHour();
  }

  private static String next(String name, Deque<String> words) {
    String word = words.poll();
    if (word == null) {
      throw refused(name, "it ends too early");
    }
    return word;
  }

  private static Rejected refused(String name, String why) {
    return Rejected.because(
        ReportError.INVALID_SCHEDULE,
        "The schedule " + name + " of reports cannot be understood: " + why + ".");
  }

  /** The names that are meant, of all those that there are. */
  public List<String> databases(Collection<String> all) {
    return databases.contains("*") ? all.stream().sorted().toList() : databases;
  }

  /**
   * How much time a report covers: a day, a week, or what lies between two due times, 31 days at
   * most.
   */
  public Duration span(Instant now) {
    return switch (period) {
      case "daily" -> Duration.ofDays(1);
      case "weekly" -> Duration.ofDays(7);
      default -> {
        Instant next = schedule.next(now);
        Duration between = Duration.between(next, schedule.next(next));
        yield between.compareTo(LONGEST) < 0 ? between : LONGEST;
      }
    };
  }
}
