package dev.weir.server.monitor;

import dev.weir.spi.advise.Lately.Growth;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The points of series in the store, by the minute, the hour and the day. */
final class Points {
  private static final String ADD =
      """
      insert into %s (series, at, looks, total, low, high) values (?, ?, ?, ?, ?, ?)
      on conflict (series, at) do update set looks = %1$s.looks + excluded.looks,
        total = %1$s.total + excluded.total, low = least(%1$s.low, excluded.low),
        high = greatest(%1$s.high, excluded.high)\
      """
          .formatted("monitor_minute");

  private final JdbcClient store;
  private final JdbcTemplate batches;
  private final Map<Series, Long> ids = new ConcurrentHashMap<>();
  private final Set<String> partitions = ConcurrentHashMap.newKeySet();

  /** One number of one database. */
  record Series(String database, String metric, String about) {}

  /** What was seen in a span of time. */
  record Sum(int looks, double total, double low, double high) {
    static Sum of(double value) {
      return new Sum(1, value, value, value);
    }

    Sum plus(Sum other) {
      return new Sum(
          looks + other.looks,
          total + other.total,
          Math.min(low, other.low),
          Math.max(high, other.high));
    }
  }

  /** A point as it is told. */
  record Point(OffsetDateTime at, double mean, double low, double high) {}

  /** How fine the points are. */
  enum Step {
    MINUTE,
    HOUR,
    DAY;

    String table() {
      return "monitor_" + name().toLowerCase(java.util.Locale.ROOT);
    }
  }

  Points(JdbcClient store, JdbcTemplate batches) {
    this.store = store;
    this.batches = batches;
  }

  void write(Instant minute, Map<Series, Sum> sums) {
    OffsetDateTime at = minute.atOffset(ZoneOffset.UTC);
    partition(at.toLocalDate());
    List<Object[]> rows = new ArrayList<>();
    sums.forEach((series, sum) ->
        rows.add(new Object[] {id(series), at, sum.looks(), sum.total(), sum.low(), sum.high()}));
    batches.batchUpdate(ADD, rows);
  }

  private long id(Series series) {
    return ids.computeIfAbsent(
        series,
        _ ->
            store
                .sql(
                    "insert into monitor_series (database, metric, about, seen) values (?, ?, ?,"
                        + " now()) on conflict (database, metric, about) do update set seen ="
                        + " excluded.seen returning id")
                .params(series.database(), series.metric(), series.about())
                .query(Long.class)
                .single());
  }

  /** Several servers may make the same partition at once. */
  private void partition(LocalDate day) {
    partition("monitor_minute", day.toString(), day, day.plusDays(1));
    YearMonth month = YearMonth.from(day);
    partition("monitor_hour", month.toString(), month.atDay(1), month.plusMonths(1).atDay(1));
  }

  private void partition(String table, String suffix, LocalDate from, LocalDate to) {
    String name = table + "_" + suffix.replace('-', '_');
    if (partitions.contains(name)) {
      return;
    }
    store
        .sql(
            """
            do $$ begin
              perform pg_advisory_xact_lock(7304020);
              create table if not exists %s partition of %s
                for values from ('%s 00:00:00+00') to ('%s 00:00:00+00');
            end $$\
            """
                .formatted(name, table, from, to))
        .update();
    partitions.add(name);
  }

  /**
   * Sums minutes up into hours and hours into days, from where any server has come to, however long
   * ago that was. The same again changes nothing, and writes nothing either, since a sum that has
   * changed holds more looks.
   */
  void rollUp() {
    sumUp("monitor_minute", "monitor_hour", "hour", "3 hours");
    sumUp("monitor_hour", "monitor_day", "day", "2 days");
  }

  private void sumUp(String from, String to, String unit, String past) {
    OffsetDateTime begun = store.sql("select now()").query(OffsetDateTime.class).single();
    store
        .sql(
            """
            insert into %2$s (series, at, looks, total, low, high)
            select series, date_trunc('%3$s', at, 'UTC'), sum(looks), sum(total), min(low), max(high)
            from %1$s
            where at >= date_trunc('%3$s', coalesce(
              (select least(until, now()) from monitor_summed where unit = '%3$s'), '-infinity')
              - interval '%4$s', 'UTC')
            group by 1, 2
            on conflict (series, at) do update set looks = excluded.looks, total = excluded.total,
              low = excluded.low, high = excluded.high
            where %2$s.looks <> excluded.looks\
            """
                .formatted(from, to, unit, past))
        .update();
    store
        .sql(
            "insert into monitor_summed (unit, until) values (?, ?) on conflict (unit) do update"
                + " set until = greatest(monitor_summed.until, excluded.until)")
        .params(unit, begun)
        .update();
  }

  /**
   * Drops what is older than it is kept for, at the cost of a file, and forgets what has no points.
   */
  void prune(Instant now, Retention kept) {
    OffsetDateTime time = now.atOffset(ZoneOffset.UTC);
    drop(
        "monitor_minute_" + time.minus(kept.minutes()).toLocalDate().toString().replace('-', '_'),
        "monitor_minute");
    drop(
        "monitor_hour_" + YearMonth.from(time.minus(kept.hours())).toString().replace('-', '_'),
        "monitor_hour");
    store.sql("delete from monitor_day where at < ?").param(time.minus(kept.days())).update();
    OffsetDateTime unseen = time.minus(kept.hours());
    store
        .sql(
            "delete from monitor_series s where seen < ? and not exists (select from monitor_day d"
                + " where d.series = s.id)")
        .param(unseen)
        .update();
    store.sql("delete from monitor_statement where last_seen < ?").param(unseen).update();
    store.sql("delete from monitor_plan where last_seen < ?").param(unseen).update();
    ids.clear();
  }

  /** Names of partitions are in the order of their time. */
  private void drop(String before, String table) {
    List<String> old =
        store
            .sql(
                "select c.relname from pg_inherits i join pg_class c on c.oid = i.inhrelid"
                    + " where i.inhparent = to_regclass(?) and c.relname < ?")
            .params(table, before)
            .query(String.class)
            .list();
    for (String name : old) {
      store.sql("drop table if exists \"" + name + "\"").update();
      partitions.remove(name);
    }
  }

  List<Point> read(Series series, Step step, OffsetDateTime from, OffsetDateTime to) {
    return store
        .sql(
            """
            select p.at, p.total / p.looks as mean, p.low, p.high
            from %s p join monitor_series s on s.id = p.series
            where s.database = ? and s.metric = ? and s.about = ? and p.at >= ? and p.at < ?
            order by p.at\
            """
                .formatted(step.table()))
        .params(series.database(), series.metric(), series.about(), from, to)
        .query((row, _) ->
            new Point(
                row.getObject(1, OffsetDateTime.class),
                row.getDouble(2),
                row.getDouble(3),
                row.getDouble(4)))
        .list();
  }

  /**
   * How much a counter, kept as its growth a second, grew before now; minutes that are missing are
   * not known. A number of the database itself goes before one of its server.
   *
   * @param inside the name of the database in its server
   */
  Optional<Growth> growth(String database, String inside, String metric, Duration span) {
    return store
        .sql(
            """
            select sum(p.total / p.looks) * 60 as amount, count(*) as minutes
            from monitor_minute p join monitor_series s on s.id = p.series
            where s.database = ? and s.metric = ? and s.about in (?, '')
              and p.at >= date_trunc('minute', now() - make_interval(secs => ?))
              and p.at < date_trunc('minute', now())
            group by s.about order by s.about desc limit 1\
            """)
        .params(database, metric, inside, span.toSeconds())
        .query((row, _) ->
            new Growth(row.getDouble("amount"), Duration.ofMinutes(row.getLong("minutes"))))
        .optional();
  }

  /** The series of a database, at most so many. */
  List<Series> series(String database, int limit) {
    return store
        .sql("select metric, about from monitor_series where database = ? order by 1, 2 limit ?")
        .params(database, limit)
        .query((row, _) -> new Series(database, row.getString(1), row.getString(2)))
        .list();
  }
}
