package dev.weir.server.monitor;

import dev.weir.api.CoreError;
import dev.weir.api.Rejected;
import dev.weir.operations.monitor.Forecast;
import dev.weir.server.disk.LocalDisks;
import dev.weir.server.monitor.Points.Point;
import dev.weir.server.monitor.Points.Series;
import dev.weir.server.monitor.Points.Step;
import dev.weir.server.query.Databases;
import dev.weir.spi.NotChecked;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** How a database was doing. */
@RestController
class HistoryController {
  private static final int MOST_SERIES = 2_000;

  private final Databases databases;
  private final Watchman watchman;
  private final JdbcClient store;
  private final LocalDisks disks;

  HistoryController(Databases databases, Watchman watchman, JdbcClient store, LocalDisks disks) {
    this.databases = databases;
    this.watchman = watchman;
    this.store = store;
    this.disks = disks;
  }

  /**
   * One number over time.
   *
   * @param growthPerDay by the line through the points; null where they are too few
   * @param limit the one that was asked for, or of a size, what the disk has room for where that is
   *     known; null otherwise
   * @param reaches when the limit is reached; null when it is not
   */
  record Trend(
      String metric,
      String about,
      Step step,
      List<Point> points,
      @Nullable Double growthPerDay,
      @Nullable Double limit,
      @Nullable OffsetDateTime reaches) {}

  /**
   * What there is.
   *
   * @param lookTook what the last look took; null when another server looks
   */
  record Available(
      List<Available.KeptSeries> series, List<NotChecked> notChecked, @Nullable Duration lookTook) {
    /** A number that is kept. */
    record KeptSeries(String metric, String about) {}
  }

  /** A plan that a slow statement had. */
  record KeptPlan(
      String hash,
      String words,
      List<String> tree,
      double seconds,
      OffsetDateTime firstSeen,
      OffsetDateTime lastSeen) {}

  /**
   * A statement, how it went, and the plans that it had; the latest first.
   *
   * @param p50 of the times that it took on Weir's own path, in seconds
   */
  record StatementHistory(
      String fingerprint,
      String text,
      List<Point> seconds,
      List<Point> calls,
      List<Point> mean,
      List<Point> p50,
      List<Point> p95,
      List<Point> p99,
      List<KeptPlan> plans) {}

  @GetMapping("/v1/databases/{name}/history")
  Trend history(
      @PathVariable String name,
      @RequestParam String metric,
      @RequestParam(required = false) @Nullable String about,
      @RequestParam(required = false) @Nullable String from,
      @RequestParam(required = false) @Nullable String to,
      @RequestParam(required = false) @Nullable String step,
      @RequestParam(required = false) @Nullable Double limit) {
    databases.named(name);
    Range range = Range.of(from, to, step, watchman.retention());
    Series series = new Series(name, metric, about == null ? "" : about);
    List<Point> points = watchman.points().read(series, range.step(), range.from(), range.to());
    Optional<Forecast> forecast =
        Forecast.of(
            points.stream()
                .map(point -> new Forecast.Point(point.at().toInstant(), point.mean()))
                .toList());
    Double most = limit != null ? limit : room(series, points);
    OffsetDateTime reaches =
        most == null
            ? null
            : forecast
                .flatMap(line -> line.until(most))
                .map(OffsetDateTime.now(ZoneOffset.UTC)::plus)
                .orElse(null);
    return new Trend(
        series.metric(),
        series.about(),
        range.step(),
        points,
        forecast.map(Forecast::perDay).orElse(null),
        most,
        reaches);
  }

  /** The most that a database may grow to on the disk that it is on, where that is known. */
  private @Nullable Double room(Series series, List<Point> points) {
    return !series.metric().equals("size") || points.isEmpty()
        ? null
        : disks.free(series.database()).stream()
            .mapToObj(free -> points.getLast().mean() + free)
            .findFirst()
            .orElse(null);
  }

  @GetMapping("/v1/databases/{name}/series")
  Available available(@PathVariable String name) {
    databases.named(name);
    List<Available.KeptSeries> series =
        watchman.points().series(name, MOST_SERIES).stream()
            .map(each -> new Available.KeptSeries(each.metric(), each.about()))
            .toList();
    List<NotChecked> gaps =
        store
            .sql("select what, reason, mend from monitor_gap where database = ? order by what")
            .param(name)
            .query((row, _) -> new NotChecked(row.getString(1), row.getString(2), row.getString(3)))
            .list();
    return new Available(series, gaps, watchman.costs().get(name));
  }

  @GetMapping("/v1/databases/{name}/statements/{fingerprint}")
  StatementHistory statement(
      @PathVariable String name,
      @PathVariable String fingerprint,
      @RequestParam(required = false) @Nullable String from,
      @RequestParam(required = false) @Nullable String to,
      @RequestParam(required = false) @Nullable String step) {
    databases.named(name);
    Range range = Range.of(from, to, step, watchman.retention());
    String text =
        store
            .sql("select text from monitor_statement where database = ? and fingerprint = ?")
            .params(name, fingerprint)
            .query(String.class)
            .optional()
            .orElse("");
    return new StatementHistory(
        fingerprint,
        text,
        points(name, "statement.seconds", fingerprint, range),
        points(name, "statement.calls", fingerprint, range),
        points(name, "statement.mean", fingerprint, range),
        points(name, "statement.p50", fingerprint, range),
        points(name, "statement.p95", fingerprint, range),
        points(name, "statement.p99", fingerprint, range),
        plans(name, fingerprint));
  }

  private List<Point> points(String name, String metric, String fingerprint, Range range) {
    return watchman
        .points()
        .read(new Series(name, metric, fingerprint), range.step(), range.from(), range.to());
  }

  private List<KeptPlan> plans(String name, String fingerprint) {
    return store
        .sql(
            "select hash, words, tree, seconds, first_seen, last_seen from monitor_plan"
                + " where database = ? and fingerprint = ? order by last_seen desc limit 20")
        .params(name, fingerprint)
        .query((row, _) ->
            new KeptPlan(
                row.getString(1),
                row.getString(2),
                row.getString(3).lines().toList(),
                row.getDouble(4),
                row.getObject(5, OffsetDateTime.class),
                row.getObject(6, OffsetDateTime.class)))
        .list();
  }

  /** A span of time, an hour unless said, as fine as is kept for it. */
  private record Range(OffsetDateTime from, OffsetDateTime to, Step step) {
    static Range of(
        @Nullable String from, @Nullable String to, @Nullable String step, Retention retention) {
      OffsetDateTime end = to == null ? OffsetDateTime.now(ZoneOffset.UTC) : time("to", to);
      OffsetDateTime start = from == null ? end.minusHours(1) : time("from", from);
      if (!start.isBefore(end)) {
        throw Rejected.because(CoreError.INVALID_OPTION, "from must be before to.");
      }
      return new Range(start, end, step == null ? fitting(start, end, retention) : named(step));
    }

    private static Step fitting(OffsetDateTime from, OffsetDateTime to, Retention retention) {
      Duration span = Duration.between(from, to);
      boolean kept = from.toInstant().isAfter(Instant.now().minus(retention.minutes()));
      return span.toHours() <= 6 && kept ? Step.MINUTE : span.toDays() <= 60 ? Step.HOUR : Step.DAY;
    }

    private static Step named(String step) {
      try {
        return Step.valueOf(step.toUpperCase(Locale.ROOT));
      } catch (IllegalArgumentException e) {
        throw Rejected.because(
            CoreError.INVALID_OPTION, "step must be minute, hour or day; it is " + step + ".", e);
      }
    }

    private static OffsetDateTime time(String name, String text) {
      try {
        return OffsetDateTime.parse(text);
      } catch (DateTimeException e) {
        throw Rejected.because(
            CoreError.INVALID_OPTION,
            name + " must be a time such as 2026-11-20T09:30:00Z; it is " + text + ".",
            e);
      }
    }
  }
}
