package dev.weir.server.monitor;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.toCollection;

import dev.weir.operations.report.Past;
import dev.weir.operations.report.Past.Course;
import dev.weir.operations.report.Past.Growth;
import dev.weir.operations.report.Past.Point;
import dev.weir.operations.report.Past.StatementCourse;
import dev.weir.operations.report.Trends;
import dev.weir.server.monitor.Points.Step;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * How a database was doing over a span of time and over the one before it, as the store kept it:
 * days by the minute, weeks by the hour, and years by the day.
 */
final class PastReading {
  private static final int STATEMENTS = 40;
  private static final int DRAWN = 5;
  private static final Duration MINUTES_KEPT = Duration.ofHours(26);

  private final JdbcClient store;
  private final String database;
  private final String inside;
  private final OffsetDateTime from;
  private final OffsetDateTime until;
  private final OffsetDateTime before;
  private final Duration span;

  PastReading(JdbcClient store, String database, String inside, Instant until, Duration span) {
    this.store = store;
    this.database = database;
    this.inside = inside;
    this.span = span;
    this.until = until.atOffset(ZoneOffset.UTC);
    this.from = this.until.minus(span);
    this.before = this.from.minus(span);
  }

  Past past() {
    return new Past(until.toInstant(), span, courses(), statements(), tables());
  }

  /** Some two hundred points fill a chart. */
  private Duration bin() {
    long hours = Math.max(1, span.toHours());
    return span.compareTo(MINUTES_KEPT) <= 0
        ? Duration.ofMinutes(Math.clamp(hours * 60 / 96, 1, 15))
        : hours <= 200 ? Duration.ofHours(1) : Duration.ofHours(Math.min(24, hours / 168));
  }

  private String table() {
    Step step =
        span.compareTo(MINUTES_KEPT) <= 0
            ? Step.MINUTE
            : span.toDays() <= 50 ? Step.HOUR : Step.DAY;
    return step.table();
  }

  private record Seen(String metric, String about, Instant at, double value) {}

  private List<Course> courses() {
    Map<String, List<Seen>> metrics =
        points().stream()
            .collect(groupingBy(Seen::metric, LinkedHashMap::new, toCollection(ArrayList::new)));
    List<Course> courses = new ArrayList<>();
    metrics.forEach((metric, all) -> {
      if (all.stream().anyMatch(point -> point.about().equals(inside))) {
        all.removeIf(point -> !point.about().equals(inside));
      }
      courses.add(new Course(metric, within(all, true), within(all, false)));
    });
    return courses;
  }

  private List<Point> within(List<Seen> points, boolean earlier) {
    return points.stream()
        .filter(point -> point.at().isBefore(from.toInstant()) == earlier)
        .map(point -> new Point(point.at(), point.value()))
        .toList();
  }

  private List<Seen> points() {
    return store
        .sql(
            """
            select s.metric, s.about, date_bin(? * interval '1 second', p.at, 'epoch') as bin,
              sum(p.total) / sum(p.looks) as value
            from %s p join monitor_series s on s.id = p.series
            where s.database = ? and s.metric = any (?) and s.about = any (?) and p.at >= ? and p.at < ?
            group by 1, 2, 3 order by 3\
            """
                .formatted(table()))
        .param(bin().toSeconds())
        .param(database)
        .param(Trends.METRICS.toArray(String[]::new))
        .param(new String[] {"", inside})
        .param(before)
        .param(until)
        .query((row, _) ->
            new Seen(
                row.getString(1),
                row.getString(2),
                row.getObject(3, OffsetDateTime.class).toInstant(),
                row.getDouble(4)))
        .list();
  }

  private record Cost(String fingerprint, String text, double before, double now) {}

  /**
   * What is kept of a statement is the sum of what each look saw of it, so that the mean over all
   * looks at statements is how many sessions it kept busy, and that over the time in which anybody
   * looked is what it took.
   */
  private List<StatementCourse> statements() {
    Map<Instant, Long> looks = looks("monitor.cost", "statements");
    Map<Instant, Long> up = looks("up", "");
    double now = secondsALook(looks, up, false);
    double then = secondsALook(looks, up, true);
    List<Cost> costs = costs();
    Map<String, List<Point>> loads =
        loads(costs.stream().limit(DRAWN).map(Cost::fingerprint).toList(), looks);
    return costs.stream()
        .map(cost ->
            new StatementCourse(
                cost.fingerprint(),
                cost.text(),
                cost.before() * then,
                cost.now() * now,
                loads.getOrDefault(cost.fingerprint(), List.of())))
        .toList();
  }

  private double secondsALook(Map<Instant, Long> looks, Map<Instant, Long> up, boolean earlier) {
    long all = within(looks, earlier).mapToLong(Map.Entry::getValue).sum();
    return all == 0 ? 0 : (double) within(up, earlier).count() * bin().toSeconds() / all;
  }

  private Stream<Map.Entry<Instant, Long>> within(Map<Instant, Long> looks, boolean earlier) {
    return looks.entrySet().stream()
        .filter(each -> each.getKey().isBefore(from.toInstant()) == earlier);
  }

  /** How often was looked, by time. */
  private Map<Instant, Long> looks(String metric, String about) {
    Map<Instant, Long> looks = new TreeMap<>();
    store
        .sql(
            """
            select date_bin(? * interval '1 second', p.at, 'epoch'), sum(p.looks)
            from %s p join monitor_series s on s.id = p.series
            where s.database = ? and s.metric = ? and s.about = ? and p.at >= ? and p.at < ?
            group by 1\
            """
                .formatted(table()))
        .params(bin().toSeconds(), database, metric, about, before, until)
        .query(row -> {
          looks.put(row.getObject(1, OffsetDateTime.class).toInstant(), row.getLong(2));
        });
    return looks;
  }

  private List<Cost> costs() {
    return store
        .sql(
            """
            select s.about, coalesce(min(t.text), ''),
              coalesce(sum(p.total) filter (where p.at < ?), 0),
              sum(p.total) filter (where p.at >= ?) as took
            from %s p join monitor_series s on s.id = p.series
              left join monitor_statement t on t.database = s.database and t.fingerprint = s.about
            where s.database = ? and s.metric = 'statement.seconds' and p.at >= ? and p.at < ?
            group by 1 having sum(p.total) filter (where p.at >= ?) > 0
            order by took desc, 1 limit ?\
            """
                .formatted(table()))
        .params(from, from, database, before, until, from, STATEMENTS)
        .query((row, _) ->
            new Cost(row.getString(1), row.getString(2), row.getDouble(3), row.getDouble(4)))
        .list();
  }

  /** Nothing at a moment when somebody looked is zero; when nobody looked, it is not known. */
  private Map<String, List<Point>> loads(List<String> fingerprints, Map<Instant, Long> looks) {
    Map<String, Map<Instant, Double>> sums = new LinkedHashMap<>();
    fingerprints.forEach(each -> sums.put(each, new HashMap<>()));
    store
        .sql(
            """
            select s.about, date_bin(? * interval '1 second', p.at, 'epoch'), sum(p.total)
            from %s p join monitor_series s on s.id = p.series
            where s.database = ? and s.metric = 'statement.seconds' and s.about = any (?) and p.at >= ? and p.at < ?
            group by 1, 2\
            """
                .formatted(table()))
        .param(bin().toSeconds())
        .param(database)
        .param(fingerprints.toArray(String[]::new))
        .param(from)
        .param(until)
        .query(row -> {
          sums.computeIfAbsent(row.getString(1), _ -> new HashMap<>())
              .put(row.getObject(2, OffsetDateTime.class).toInstant(), row.getDouble(3));
        });
    Map<String, List<Point>> loads = new LinkedHashMap<>();
    sums.forEach((fingerprint, values) ->
        loads.put(
            fingerprint,
            within(looks, false)
                .map(look ->
                    new Point(
                        look.getKey(), values.getOrDefault(look.getKey(), 0.0) / look.getValue()))
                .toList()));
    return loads;
  }

  private List<Growth> tables() {
    return store
        .sql(
            """
            select s.about, (array_agg(p.total / p.looks order by p.at))[1],
              (array_agg(p.total / p.looks order by p.at desc))[1]
            from %s p join monitor_series s on s.id = p.series
            where s.database = ? and s.metric = 'table.bytes' and p.at >= ? and p.at < ?
            group by 1\
            """
                .formatted(table()))
        .params(database, from, until)
        .query((row, _) -> new Growth(row.getString(1), row.getDouble(2), row.getDouble(3)))
        .list();
  }
}
