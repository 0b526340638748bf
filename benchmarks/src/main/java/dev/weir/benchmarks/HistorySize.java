package dev.weir.benchmarks;

import dev.weir.operations.monitor.Sample;
import dev.weir.server.monitor.Retention;
import dev.weir.server.monitor.StoredHistory;
import dev.weir.server.store.ExternalStore;
import dev.weir.server.store.StoreSchema;
import dev.weir.testing.databases.DatabaseServer;
import dev.weir.testing.databases.Servers;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.Consumer;

/**
 * How much room 30 days of history of 50 databases take in the store. The figures are made, as many
 * as a look at a PostgreSQL with more tables, indexes and statements than are kept tells; the
 * server's own history writes them, minute by minute, and rolls them up. An hour is written, and
 * what a point of it takes is multiplied by how many are kept.
 */
final class HistorySize implements Benchmark {
  private static final String NAME = "history-size";
  private static final int DATABASES = 50;
  private static final int DAYS = 30;

  private static final Retention KEPT =
      new Retention(Duration.ofDays(2), Duration.ofDays(120), Duration.ofDays(1825));

  /** Partitions are whole days, so that up to three of them hold the two days of minutes. */
  private static final int DAYS_OF_MINUTES = 3;

  private static final int MOST = 50;
  private static final int OF_THE_SERVER = 75;

  private final SplittableRandom random = new SplittableRandom(4);

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public void run(boolean quick, Consumer<Figure> told) throws Exception {
    int minutes = quick ? 10 : 60;
    try (DatabaseServer server = Servers.freshPostgresql15(Map.of("fsync", "off"));
        ExternalStore store = ExternalStore.open(server.url(), Map.of(), text -> text)) {
      StoreSchema.migrate(store.dataSource());
      StoredHistory history = StoredHistory.in(store.dataSource());
      long start = System.nanoTime();
      write(history, minutes);
      double seconds = (System.nanoTime() - start) / 1e9;
      history.tidy(Instant.now(), KEPT);
      try (Connection connection = store.dataSource().getConnection();
          Statement statement = connection.createStatement()) {
        statement.execute("analyze");
        told.accept(figure(statement, minutes).with("writeSecondsAMinute", seconds / minutes));
      }
    }
  }

  private void write(StoredHistory history, int minutes) {
    Instant begin =
        Instant.now().truncatedTo(ChronoUnit.MINUTES).minus(Duration.ofMinutes(minutes));
    for (int look = 0; look < minutes * 4; look++) {
      for (int database = 0; database < DATABASES; database++) {
        history.keep("db" + database, begin.plusSeconds(look * 15L), samples(look));
      }
    }
    history.flush();
  }

  private List<Sample> samples(int look) {
    List<Sample> samples = new ArrayList<>();
    add(samples, "figure", OF_THE_SERVER, 1);
    if (look % 4 == 0) {
      add(samples, "statement", MOST, 7);
    }
    if (look % 20 == 0) {
      add(samples, "table", MOST, 5);
      add(samples, "index", MOST, 2);
    }
    return samples;
  }

  private void add(List<Sample> samples, String kind, int things, int metrics) {
    for (int thing = 0; thing < things; thing++) {
      for (int metric = 0; metric < metrics; metric++) {
        samples.add(new Sample(kind + "." + metric, kind + thing, random.nextDouble() * 1e9));
      }
    }
  }

  private static Figure figure(Statement statement, int minutes) throws SQLException {
    Points minute = Points.of(statement, "monitor_minute");
    Points hour = Points.of(statement, "monitor_hour");
    long series = number(statement, "select count(*) from monitor_series");
    double minutesKept = minute.rows() / minutes * 60 * 24 * DAYS_OF_MINUTES * minute.each();
    double hoursKept = (double) series * 24 * DAYS * hour.each();
    double daysKept = (double) series * DAYS * hour.each();
    Samples mebibytes = new Samples();
    mebibytes.add((minutesKept + hoursKept + daysKept) / (1 << 20));
    return Figure.alone(NAME, mebibytes, "MiB", "told, no limit")
        .with("databases", DATABASES)
        .with("days", DAYS)
        .with("series", series)
        .with("minuteMebibytes", minutesKept / (1 << 20))
        .with("hourMebibytes", hoursKept / (1 << 20))
        .with("bytesAPoint", minute.each());
  }

  /** The points of a table that were written. */
  private record Points(double rows, double bytes) {
    static Points of(Statement statement, String table) throws SQLException {
      return new Points(
          number(statement, "select count(*) from " + table),
          number(
              statement,
              "select sum(pg_total_relation_size(inhrelid)) from pg_inherits where inhparent = '"
                  + table
                  + "'::regclass"));
    }

    double each() {
      return bytes / rows;
    }
  }

  private static long number(Statement statement, String text) throws SQLException {
    try (ResultSet answer = statement.executeQuery(text)) {
      answer.next();
      return answer.getLong(1);
    }
  }
}
