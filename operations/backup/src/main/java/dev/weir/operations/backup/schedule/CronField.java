package dev.weir.operations.backup.schedule;

import java.util.List;
import java.util.Locale;
import java.util.TreeSet;

/** One field of a cron expression that is known to be right, as the numbers it means. */
final class CronField {
  private static final List<String> MONTHS =
      List.of("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec");
  private static final List<String> DAYS = List.of("sun", "mon", "tue", "wed", "thu", "fri", "sat");

  private CronField() {}

  static TreeSet<Integer> values(String field, int least, int most) {
    TreeSet<Integer> values = new TreeSet<>();
    for (String part : field.split(",")) {
      String[] step = part.split("/");
      String[] range =
          step[0].equals("*") ? new String[] {least + "", most + ""} : step[0].split("-");
      int from = number(range[0], most);
      int to = range.length > 1 ? number(range[1], most) : step.length > 1 ? most : from;
      for (int i = from; i <= to; i += step.length > 1 ? Integer.parseInt(step[1]) : 1) {
        values.add(i);
      }
    }
    return values;
  }

  private static int number(String text, int most) {
    String name = text.toLowerCase(Locale.ROOT);
    if (most == 12 && MONTHS.contains(name)) {
      return MONTHS.indexOf(name) + 1;
    }
    return most == 7 && DAYS.contains(name) ? DAYS.indexOf(name) : Integer.parseInt(text);
  }
}
