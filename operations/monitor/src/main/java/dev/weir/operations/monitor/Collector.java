package dev.weir.operations.monitor;

import dev.weir.api.Health.PoolStatus;
import dev.weir.engine.Meter;
import dev.weir.spi.monitor.Figure;
import dev.weir.spi.monitor.Figure.Kind;
import dev.weir.spi.monitor.IndexFigures;
import dev.weir.spi.monitor.Look;
import dev.weir.spi.monitor.Monitor;
import dev.weir.spi.monitor.NotChecked;
import dev.weir.spi.monitor.Reading;
import dev.weir.spi.monitor.StatementFigures;
import dev.weir.spi.monitor.TableFigures;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Looks at one database again and again, and tells what is to be kept. The server and its sessions
 * are read each time, statements every fourth and tables and indexes every twentieth time, because
 * those cost more and change less. For one thread.
 */
final class Collector {
  private static final int STATEMENTS_EVERY = 4;
  private static final int TABLES_EVERY = 20;
  private static final int MOST_READ = 5_000;
  private static final int MOST_KEPT = 50;

  private final Monitored monitored;
  private final History history;
  private final Duration budget;
  private final Map<String, List<NotChecked>> gaps = new LinkedHashMap<>();
  private long turn;
  private @Nullable Moment<List<Figure>> server;
  private @Nullable Moment<List<StatementFigures>> statements;
  private @Nullable Moment<Map<String, TableFigures>> tables;
  private @Nullable Moment<Map<String, IndexFigures>> indexes;
  private Meter.@Nullable Snapshot path;

  /** Something that was read, with the machine's running time then. */
  private record Moment<T>(T seen, long running) {
    Duration until(long now) {
      return Duration.ofNanos(now - running);
    }
  }

  Collector(Monitored monitored, History history, Duration budget) {
    this.monitored = monitored;
    this.history = history;
    this.budget = budget;
  }

  /** One look; answers what it took. */
  Duration collect(Instant at) {
    String database = monitored.database().name();
    long start = System.nanoTime();
    List<Sample> samples = new ArrayList<>();
    boolean up = Monitored.quietly(() -> read(samples, at));
    Duration cost = Duration.ofNanos(System.nanoTime() - start);
    own(samples);
    samples.add(new Sample("up", "", up ? 1 : 0));
    samples.add(new Sample("monitor.cost", "", cost.toNanos() / 1e9));
    history.keep(database, at, samples);
    history.gaps(database, at, gaps.values().stream().flatMap(List::stream).distinct().toList());
    turn++;
    return cost;
  }

  private boolean read(List<Sample> samples, Instant at) {
    Look look = monitored.look(budget, MOST_READ);
    Monitor monitor = monitored.monitor();
    try {
      server(seen("server", monitor.server(look)), samples);
      sessions(look, samples);
      if (turn % STATEMENTS_EVERY == 0) {
        statements(seen("statements", monitor.statements(look)), samples, at);
      }
      if (turn % TABLES_EVERY == 0) {
        tables(seen("tables", monitor.tables(look)), samples);
        indexes(seen("indexes", monitor.indexes(look)), samples);
      }
      return true;
    } catch (dev.weir.api.Unavailable | dev.weir.api.Failed | dev.weir.api.Rejected e) {
      gaps.put(
          "database",
          List.of(new NotChecked("database", String.valueOf(e.getMessage()), e.code().nextStep())));
      return false;
    }
  }

  private <T> List<T> seen(String topic, Reading<T> reading) {
    gaps.remove("database");
    gaps.put(topic, reading.gaps());
    return reading.items();
  }

  private void server(List<Figure> figures, List<Sample> samples) {
    long now = System.nanoTime();
    Moment<List<Figure>> before = server;
    Rates rates =
        before == null
            ? new Rates(List.of(), figures, Duration.ZERO)
            : new Rates(before.seen(), figures, before.until(now));
    for (Figure figure : figures) {
      if (figure.kind() == Kind.GAUGE) {
        samples.add(new Sample(figure.name(), figure.about(), figure.value()));
      } else {
        rates
            .perSecond(figure.name(), figure.about())
            .ifPresent(rate -> samples.add(new Sample(figure.name(), figure.about(), rate)));
      }
    }
    server = new Moment<>(figures, now);
  }

  private void sessions(Look look, List<Sample> samples) {
    LockTree locks = LockTree.of(seen("sessions", monitored.monitor().sessions(look)));
    samples.add(new Sample("locks.behind", "", locks.waiting()));
    Map<String, Double> waits = new HashMap<>();
    seen("waits", monitored.monitor().waits(look))
        .forEach(wait -> {
          if (wait.sessions() > 0) {
            waits.merge(wait.kind() + ": " + wait.event(), (double) wait.sessions(), Double::sum);
          }
        });
    waits.forEach((event, sessions) -> samples.add(new Sample("wait.sessions", event, sessions)));
  }

  private void statements(List<StatementFigures> now, List<Sample> samples, Instant at) {
    long running = System.nanoTime();
    Moment<List<StatementFigures>> before = statements;
    statements = new Moment<>(now, running);
    if (before == null) {
      return;
    }
    double seconds = before.until(running).toNanos() / 1e9;
    List<StatementFigures> top =
        TopStatements.rank(
                TopStatements.between(before.seen(), now), TopStatements.By.TOTAL, MOST_KEPT)
            .stream()
            .map(TopStatements.Ranked::statement)
            .toList();
    for (StatementFigures each : top) {
      samples.add(new Sample("statement.seconds", each.fingerprint(), each.seconds() / seconds));
      samples.add(new Sample("statement.calls", each.fingerprint(), each.calls() / seconds));
      samples.add(new Sample("statement.mean", each.fingerprint(), each.mean()));
      samples.add(new Sample("statement.read", each.fingerprint(), each.readBytes() / seconds));
    }
    history.statements(monitored.database().name(), at, top);
  }

  private void tables(List<TableFigures> all, List<Sample> samples) {
    long running = System.nanoTime();
    Map<String, TableFigures> now = new LinkedHashMap<>();
    all.stream().limit(MOST_KEPT).forEach(each -> now.put(each.schema() + "." + each.name(), each));
    Moment<Map<String, TableFigures>> before = tables;
    now.forEach((name, table) -> {
      samples.add(new Sample("table.bytes", name, table.bytes() + (double) table.indexBytes()));
      optional(samples, "table.dead_rows", name, table.deadRows());
      optional(samples, "table.bloat", name, table.bloatBytes());
      TableFigures earlier = before == null ? null : before.seen().get(name);
      if (before != null && earlier != null && earlier.epoch().equals(table.epoch())) {
        Duration between = before.until(running);
        growth(samples, "table.scans", name, earlier.scans(), table.scans(), between);
        growth(samples, "table.changes", name, changes(earlier), changes(table), between);
      }
    });
    tables = new Moment<>(now, running);
  }

  private static long changes(TableFigures table) {
    return table.inserted() + table.updated() + table.deleted();
  }

  private void indexes(List<IndexFigures> all, List<Sample> samples) {
    long running = System.nanoTime();
    Map<String, IndexFigures> now = new LinkedHashMap<>();
    all.stream().limit(MOST_KEPT).forEach(each -> now.put(each.schema() + "." + each.name(), each));
    Moment<Map<String, IndexFigures>> before = indexes;
    now.forEach((name, index) -> {
      if (index.bytes() >= 0) {
        samples.add(new Sample("index.bytes", name, index.bytes()));
      }
      IndexFigures earlier = before == null ? null : before.seen().get(name);
      if (before != null && earlier != null && earlier.epoch().equals(index.epoch())) {
        growth(samples, "index.scans", name, earlier.scans(), index.scans(), before.until(running));
      }
    });
    indexes = new Moment<>(now, running);
  }

  private static void optional(
      List<Sample> samples, String metric, String about, @Nullable Long value) {
    if (value != null) {
      samples.add(new Sample(metric, about, value));
    }
  }

  /** What is not counted is told as -1, and what has begun anew is less than before. */
  private static void growth(
      List<Sample> samples, String metric, String about, long before, long now, Duration between) {
    if (before >= 0 && now >= before && !between.isZero()) {
      samples.add(new Sample(metric, about, (now - before) / (between.toNanos() / 1e9)));
    }
  }

  /** Weir's own pool, and its own requests since the last look. */
  private void own(List<Sample> samples) {
    PoolStatus pool = monitored.database().primary().node().pool();
    samples.add(new Sample("pool.active", "", pool.active()));
    samples.add(new Sample("pool.idle", "", pool.idle()));
    samples.add(new Sample("pool.waiting", "", pool.waiting()));
    samples.add(new Sample("pool.limit", "", pool.limit()));
    Meter.Snapshot now = monitored.database().metrics();
    Meter.Snapshot added = path == null ? now : now.since(path);
    path = now;
    if (added.timed() > 0) {
      samples.add(new Sample("path.p50", "", added.quantile(0.5) / 1e9));
      samples.add(new Sample("path.p95", "", added.quantile(0.95) / 1e9));
      samples.add(new Sample("path.p99", "", added.quantile(0.99) / 1e9));
    }
  }
}
