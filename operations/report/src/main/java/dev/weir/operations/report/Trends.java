package dev.weir.operations.report;

import dev.weir.operations.report.Chart.Line;
import dev.weir.operations.report.Past.Course;
import dev.weir.operations.report.Past.Point;
import dev.weir.operations.report.Past.StatementCourse;
import dev.weir.operations.report.Table.Column;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What a span of time comes to, beside the one before it: charts and tables. */
public final class Trends {
  /** The numbers that charts are made of, of which each engine tells some. */
  public static final List<String> METRICS =
      List.of(
          "transactions.committed",
          "statements",
          "connections.used",
          "size",
          "memory.used",
          "path.p95");

  private static final int DRAWN = 5;

  /** Less than this is no change that anybody should look at. */
  private static final double NOTABLE = 1.2;

  private final Past past;

  private Trends(Past past) {
    this.past = past;
  }

  static List<Chart> charts(Past past) {
    Trends trends = new Trends(past);
    return Stream.of(
            trends.chart(
                "throughput", "Transactions a second", "transactions.committed", Form.RATE),
            trends.chart("statements", "Statements a second", "statements", Form.RATE),
            trends.load(),
            trends.chart("connections", "Connections", "connections.used", Form.COUNT),
            trends.chart("path", "Response time, 95th percentile", "path.p95", Form.SECONDS),
            trends.chart("size", "Size", "size", Form.BYTES),
            trends.chart("memory", "Memory", "memory.used", Form.BYTES))
        .filter(chart -> chart.lines().stream().anyMatch(line -> !line.before()))
        .toList();
  }

  static List<Table> tables(Past past) {
    Trends trends = new Trends(past);
    return Stream.of(trends.statements(), trends.growth())
        .filter(table -> !table.rows().isEmpty())
        .toList();
  }

  private Chart chart(String id, String title, String metric, Form form) {
    List<Line> lines = new ArrayList<>();
    String note = "";
    for (Course course : past.courses()) {
      if (course.metric().equals(metric) && course.now().size() > 1) {
        List<Point> before =
            course.before().stream()
                .map(point -> new Point(point.at().plus(past.span()), point.value()))
                .toList();
        if (before.size() > 1) {
          lines.add(new Line("the " + words(past.span()) + " before", true, before));
        }
        lines.add(new Line("the last " + words(past.span()), false, course.now()));
        note = form == Form.BYTES ? growth(course, form) : average(course, form);
      }
    }
    return new Chart(id, title, note, form, past.from(), past.until(), false, lines);
  }

  private static String average(Course course, Form form) {
    double now = mean(course.now());
    String text = form.text(now) + " on average";
    return course.before().size() < 2
        ? text
        : text + ", was " + form.text(mean(course.before())) + change(mean(course.before()), now);
  }

  private static String growth(Course course, Form form) {
    double first = course.now().getFirst().value();
    double last = course.now().getLast().value();
    String text = form.text(last);
    return last == first
        ? text
        : text
            + ", "
            + (last > first ? "grew" : "shrank")
            + " by "
            + form.text(Math.abs(last - first));
  }

  private static double mean(List<Point> points) {
    return points.stream().mapToDouble(Point::value).average().orElse(0);
  }

  private static String change(double before, double now) {
    double percent = before == 0 ? 0 : 100 * (now / before - 1);
    return Math.abs(percent) < 0.1 ? "" : String.format(Locale.ROOT, " (%+.1f %%)", percent);
  }

  /** A number of days or hours, in words. */
  static String words(Duration span) {
    long hours = Math.max(1, Math.round(span.toMinutes() / 60.0));
    if (hours == 1) {
      return "hour";
    }
    return hours % 24 != 0 || hours == 24 ? hours + " hours" : hours / 24 + " days";
  }

  private Chart load() {
    List<StatementCourse> drawn =
        past.statements().stream().filter(each -> each.load().size() > 1).limit(DRAWN).toList();
    List<Line> lines =
        drawn.stream().map(each -> new Line(each.text(), false, each.load())).toList();
    String note = "100 % is one session at work all the time";
    return new Chart(
        "load",
        "What took the most time",
        note,
        Form.SHARE,
        past.from(),
        past.until(),
        true,
        lines);
  }

  private Table statements() {
    double all = past.statements().stream().mapToDouble(StatementCourse::seconds).sum();
    List<List<@Nullable Object>> rows =
        past.statements().stream()
            .filter(each -> notable(each.before(), each.seconds()))
            .limit(Load.MOST)
            .map(each ->
                Table.row(
                    each.fingerprint(),
                    all == 0 ? 0 : each.seconds() / all,
                    each.seconds(),
                    each.before() == 0 ? null : each.before(),
                    each.before() == 0 ? null : each.seconds() / each.before(),
                    each.text()))
            .toList();
    return new Table(
        "statements-over-time",
        "Statements that took more time or less",
        "In the last "
            + words(past.span())
            + ", beside the "
            + words(past.span())
            + " before; a dash stands where a statement was not among the most costly.",
        List.of(
            Column.of("fingerprint", Form.TEXT),
            Column.bar("share of time", Form.SHARE),
            Column.of("took", Form.SECONDS),
            Column.of("was", Form.SECONDS),
            Column.of("change", Form.RATIO),
            Column.of("statement", Form.CODE)),
        rows);
  }

  private static boolean notable(double before, double now) {
    return before == 0 || now > before * NOTABLE || now < before / NOTABLE;
  }

  private Table growth() {
    List<List<@Nullable Object>> rows =
        past.tables().stream()
            .filter(each -> each.end() != each.start())
            .sorted(Comparator.comparingDouble(each -> each.start() - each.end()))
            .limit(Load.MOST)
            .map(each ->
                Table.row(each.table(), each.end() - each.start(), each.start(), each.end()))
            .toList();
    return new Table(
        "growth-over-time",
        "Tables that grew or shrank",
        "In the last " + words(past.span()) + ", indexes included.",
        List.of(
            Column.of("table", Form.TEXT),
            Column.bar("by", Form.BYTES),
            Column.of("was", Form.BYTES),
            Column.of("is", Form.BYTES)),
        rows);
  }
}
