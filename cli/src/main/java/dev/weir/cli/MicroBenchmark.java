package dev.weir.cli;

import dev.weir.api.Ability;
import dev.weir.api.Caller;
import dev.weir.api.Result;
import dev.weir.api.Rows;
import dev.weir.api.Statement;
import dev.weir.engine.OpenDatabase;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Measures a database from here: connecting, the round trip, throughput, and fetching rows. */
final class MicroBenchmark {
  private static final Duration SPAN = Duration.ofSeconds(1);
  private static final int ROUND_TRIPS = 500;
  private static final String TEN =
      "(select 0 as n union all select 1 union all select 2 union all select 3 union all select 4"
          + " union all select 5 union all select 6 union all select 7 union all select 8"
          + " union all select 9)";

  /** 100,000 rows, in words that every SQL engine has. */
  private static final String MANY =
      "select a.n + 10 * b.n + 100 * c.n + 1000 * d.n + 10000 * e.n as id from "
          + String.join(" cross join ", List.of(TEN + " a", TEN + " b", TEN + " c", TEN + " d"))
          + " cross join "
          + TEN
          + " e";

  private final OpenDatabase database;
  private final Statement probe;

  MicroBenchmark(OpenDatabase database) {
    this.database = database;
    this.probe = Statement.of(isSql() ? "select 1" : "PING");
  }

  private boolean isSql() {
    return database.abilities().contains(Ability.SQL);
  }

  /** One measured figure a row. */
  static Listing listing() {
    return Listing.of("database", "measure", "value:integer", "unit", "meaning");
  }

  void run(Listing listing) throws Exception {
    long connect = time(this::once);
    add(listing, "connect", connect / 1_000, "µs", "the first statement, with its connection");
    warm();
    long[] trips = trips();
    add(listing, "round-trip-p50", at(trips, 0.50), "µs", "half of the statements are faster");
    add(listing, "round-trip-p95", at(trips, 0.95), "µs", "one in 20 is slower");
    add(listing, "round-trip-p99", at(trips, 0.99), "µs", "one in 100 is slower");
    add(listing, "throughput-1", throughput(1), "statements/s", "one after another");
    add(listing, "throughput-8", throughput(8), "statements/s", "8 threads at once");
    if (isSql()) {
      add(listing, "fetch", fetched(), "rows/s", "100,000 rows of one number");
    }
  }

  private void add(Listing listing, String measure, long value, String unit, String meaning) {
    listing.add(database.name(), measure, value, unit, meaning);
  }

  private void once() {
    Result result = database.execute(probe);
    if (result instanceof Rows rows) {
      try (rows) {
        while (rows.next()) {
          rows.isNull(0);
        }
      }
    }
  }

  private static long time(Runnable work) {
    long start = System.nanoTime();
    work.run();
    return System.nanoTime() - start;
  }

  private void warm() {
    for (int i = 0; i < ROUND_TRIPS; i++) {
      once();
    }
  }

  private long[] trips() {
    long[] trips = new long[ROUND_TRIPS];
    for (int i = 0; i < trips.length; i++) {
      trips[i] = time(this::once);
    }
    Arrays.sort(trips);
    return trips;
  }

  private static long at(long[] sorted, double share) {
    return sorted[(int) (share * (sorted.length - 1))] / 1_000;
  }

  private long throughput(int threads) throws Exception {
    long end = System.nanoTime() + SPAN.toNanos();
    Callable<Long> loop =
        () -> {
          long count = 0;
          while (System.nanoTime() < end) {
            once();
            count++;
          }
          return count;
        };
    Caller caller = Caller.current();
    long total = 0;
    try (ExecutorService pool = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<Long>> loops = new ArrayList<>();
      for (int i = 0; i < threads; i++) {
        loops.add(pool.submit(() -> caller.call(loop)));
      }
      for (Future<Long> counted : loops) {
        total += counted.get();
      }
    }
    return total * 1_000_000_000L / SPAN.toNanos();
  }

  private long fetched() {
    long[] rows = new long[1];
    long took =
        time(() -> {
          try (Rows many = database.query(MANY)) {
            while (many.next()) {
              rows[0] += 1;
            }
          }
        });
    return rows[0] * 1_000_000_000L / took;
  }
}
