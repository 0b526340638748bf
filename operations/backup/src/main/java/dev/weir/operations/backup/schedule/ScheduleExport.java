package dev.weir.operations.backup.schedule;

import dev.weir.operations.backup.BackupError;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** Schedules for machines without a server: what cron and systemd read. */
public final class ScheduleExport {
  private static final String[] DAYS = {"Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"};
  private final String program;

  /**
   * @param program the command line's place, such as {@code /usr/bin/weir}
   */
  public ScheduleExport(String program) {
    this.program = program;
  }

  /** Lines for a crontab; each zone is set before the lines that it is for ({@code CRON_TZ}). */
  public String crontab(Collection<Schedule> schedules) {
    StringBuilder text = new StringBuilder("# Written by `weir backup schedule export`.\n");
    String zone = "";
    for (Schedule each : schedules) {
      refuseWindow(each);
      if (!each.zone().getId().equals(zone)) {
        zone = each.zone().getId();
        text.append("CRON_TZ=").append(zone).append('\n');
      }
      // In a crontab a percent sign ends the command.
      text.append(each.cron()).append(' ').append(command(each).replace("%", "\\%"));
      text.append("  # ").append(each.name()).append('\n');
    }
    return text.toString();
  }

  /** Unit files by their names: a service and a timer each, which catches up what was missed. */
  public Map<String, String> systemd(Collection<Schedule> schedules) {
    Map<String, String> units = new LinkedHashMap<>();
    for (Schedule each : schedules) {
      refuseWindow(each);
      String name = "weir-" + each.name();
      units.put(name + ".service", service(each));
      units.put(name + ".timer", timer(each));
    }
    return units;
  }

  private static void refuseWindow(Schedule schedule) {
    if (schedule.window() != null) {
      throw BackupError.INVALID_SCHEDULE.because(
          "The schedule "
              + schedule.name()
              + " has a window, which cron and systemd do not know;"
              + " write the hours into the schedule.");
    }
  }

  private String command(Schedule schedule) {
    List<String> words = new ArrayList<>(List.of(program));
    words.addAll(schedule.command());
    return words.stream().map(ScheduleExport::quoted).collect(Collectors.joining(" "));
  }

  private static String quoted(String word) {
    return word.matches("[A-Za-z0-9_./:=@%+,-]+") ? word : "'" + word.replace("'", "'\\''") + "'";
  }

  private String service(Schedule schedule) {
    String exec =
        java.util.stream.Stream.concat(
                java.util.stream.Stream.of(program), schedule.command().stream())
            .map(ScheduleExport::unitQuoted)
            .collect(Collectors.joining(" "));
    return """
    [Unit]
    Description=Weir: %s

    [Service]
    Type=oneshot
    ExecStart=%s
    """
        .formatted(schedule.name(), exec);
  }

  /** As systemd.service(5) wants arguments: percent and dollar signs doubled, in double quotes. */
  private static String unitQuoted(String word) {
    String escaped = word.replace("%", "%%").replace("$", "$$");
    return escaped.matches("[A-Za-z0-9_./:=@%$+,-]+")
        ? escaped
        : '"' + escaped.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
  }

  private static String timer(Schedule schedule) {
    String lines =
        calendar(schedule).stream()
            .map(each -> "OnCalendar=" + each + "\n")
            .collect(Collectors.joining());
    return "[Unit]\nDescription=Weir: when "
        + schedule.name()
        + " is due\n\n[Timer]\n"
        + lines
        + "Persistent=true\n\n[Install]\nWantedBy=timers.target\n";
  }

  /** As systemd.time(7) writes it; two lines where cron takes either of two kinds of day. */
  static List<String> calendar(Schedule schedule) {
    String[] fields = schedule.cron().strip().split("\\s+");
    String time =
        list(CronField.values(fields[1], 0, 23), 24)
            + ":"
            + list(CronField.values(fields[0], 0, 59), 60)
            + ":00 "
            + schedule.zone().getId();
    String months = list(CronField.values(fields[3], 1, 12), 12);
    String days = list(CronField.values(fields[2], 1, 31), 31);
    String weekdays = weekdays(fields[4]);
    List<String> lines = new ArrayList<>();
    if (weekdays.isEmpty() || !days.equals("*")) {
      lines.add("*-" + months + "-" + days + " " + time);
    }
    if (!weekdays.isEmpty()) {
      lines.add(weekdays + " *-" + months + "-* " + time);
    }
    return lines;
  }

  private static String list(TreeSet<Integer> values, int all) {
    return values.size() == all
        ? "*"
        : values.stream().map("%02d"::formatted).collect(Collectors.joining(","));
  }

  private static String weekdays(String field) {
    List<String> days =
        CronField.values(field, 0, 7).stream().map(day -> DAYS[day % 7]).distinct().toList();
    return days.size() == 7 ? "" : String.join(",", days);
  }
}
