package dev.weir.operations.monitor;

import dev.weir.api.Health.PoolStatus;
import dev.weir.engine.Meter;
import dev.weir.operations.monitor.Pace.Part;
import dev.weir.spi.NotChecked;
import dev.weir.spi.monitor.Figure;
import dev.weir.spi.monitor.Figure.Kind;
import dev.weir.spi.monitor.Look;
import dev.weir.spi.monitor.Monitor;
import dev.weir.spi.monitor.Reading;
import dev.weir.spi.monitor.StatementFigures;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Looks at one database again and again, and tells what is to be kept. The server and its sessions
 * are read each time, the rest as its {@link Pace} says, because that costs more and changes less.
 * For one thread.
 */
final class Collector {
  private static final int MOST_READ = 5_000;
  private static final int MOST_KEPT = 50;

  /** Largest by what the catalog says, which lags, so that those kept are the largest in truth. */
  private static final int LARGEST = 4 * MOST_KEPT;

  private final Monitored monitored;
  private final History history;
  private final StatementTimes times;
  private final Pace pace = new Pace();
  private final StoppedReplicas stopped = new StoppedReplicas();
  private final StorageSamples storage = new StorageSamples(MOST_KEPT);
  private final Map<String, List<NotChecked>> gaps = new LinkedHashMap<>();
  private @Nullable Moment<List<Figure>> server;
  private @Nullable Moment<List<StatementFigures>> statements;
  private boolean statementsComplete;
  private Meter.@Nullable Snapshot path;

  Collector(Monitored monitored, History history, StatementTimes times) {
    this.monitored = monitored;
    this.history = history;
    this.times = times;
  }

  /** One look; answers what it took. */
  Duration collect(Instant at, Rhythm rhythm) {
    String database = monitored.database().name();
    long start = System.nanoTime();
    List<Sample> samples = new ArrayList<>();
    boolean up = Monitored.quietly(() -> read(samples, at, rhythm));
    Duration cost = Duration.ofNanos(System.nanoTime() - start);
    own(samples);
    samples.add(new Sample("up", "", up ? 1 : 0));
    samples.add(cost("", cost.toNanos()));
    history.keep(database, at, samples);
    history.gaps(database, at, gaps.values().stream().flatMap(List::stream).distinct().toList());
    return cost;
  }

  private static Sample cost(String part, long nanos) {
    return new Sample("monitor.cost", part, nanos / 1e9);
  }

  private boolean read(List<Sample> samples, Instant at, Rhythm rhythm) {
    Look look = monitored.look(rhythm.budget(), MOST_READ);
    Look largest = look.atMost(LARGEST);
    Monitor monitor = monitored.monitor();
    try {
      if (!due(Part.SIZES, rhythm, samples, () -> sizes(look, samples))) {
        server(seen("server", monitor.server(look.briefly())), samples);
      }
      sessions(look, samples);
      replication(look, samples);
      due(
          Part.STATEMENTS,
          rhythm,
          samples,
          () -> {
            statements(monitor.statements(look), samples, at);
            ownStatements(samples, at);
          });
      due(
          Part.TABLES,
          rhythm,
          samples,
          () -> samples.addAll(storage.tables(seen("tables", monitor.tables(largest)))));
      due(
          Part.INDEXES,
          rhythm,
          samples,
          () -> samples.addAll(storage.indexes(seen("indexes", monitor.indexes(largest)))));
      return true;
    } catch (dev.weir.api.Unavailable | dev.weir.api.Failed | dev.weir.api.Rejected e) {
      gaps.put(
          "database",
          List.of(new NotChecked("database", String.valueOf(e.getMessage()), e.code().nextStep())));
      return false;
    }
  }

  /** Reads a part if its time has come, and tells what it took; false when it has not. */
  private boolean due(Part part, Rhythm rhythm, List<Sample> samples, Runnable reading) {
    long begun = System.nanoTime();
    if (!pace.due(part, begun, rhythm)) {
      return false;
    }
    reading.run();
    long took = System.nanoTime() - begun;
    pace.read(part, begun, took);
    samples.add(cost(part.name().toLowerCase(Locale.ROOT), took));
    return true;
  }

  private <T> List<T> seen(String topic, Reading<T> reading) {
    gaps.remove("database");
    gaps.put(topic, reading.gaps());
    return reading.items();
  }

  /** The server with its sizes, whose gaps stay until sizes are read again. */
  private void sizes(Look look, List<Sample> samples) {
    Reading<Figure> reading = monitored.monitor().server(look);
    gaps.put("sizes", reading.gaps());
    server(seen("server", reading), samples);
  }

  private void server(List<Figure> figures, List<Sample> samples) {
    var now = Moment.now(figures);
    var before = server;
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
    server = now;
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

  private void replication(Look look, List<Sample> samples) {
    seen("replication", monitored.monitor().replication(look))
        .forEach(end -> {
          String about = end.role() + " " + end.name();
          Double lag = stopped.lag(about, end, System.nanoTime());
          if (lag != null) {
            samples.add(new Sample("replication.lag", about, lag));
          }
          if (end.lagBytes() != null) {
            samples.add(new Sample("replication.bytes", about, end.lagBytes()));
          }
        });
  }

  /**
   * What was added to each since the last time. One that was not seen then is new, unless something
   * was hidden: what it had cost before is nobody's growth.
   */
  private void statements(Reading<StatementFigures> reading, List<Sample> samples, Instant at) {
    List<StatementFigures> all = seen("statements", reading);
    var now = Moment.now(all);
    var before = statements;
    boolean complete = statementsComplete;
    statements = now;
    statementsComplete = reading.gaps().isEmpty();
    if (before == null) {
      return;
    }
    double seconds = before.secondsUntil(now);
    List<StatementFigures> added =
        complete
            ? TopStatements.between(before.seen(), all)
            : TopStatements.betweenKnown(before.seen(), all);
    List<StatementFigures> top =
        TopStatements.rank(added, TopStatements.By.TOTAL, MOST_KEPT).stream()
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

  /** Statements of Weir's own path; those that took the most time together. */
  private void ownStatements(List<Sample> samples, Instant at) {
    String database = monitored.database().name();
    List<StatementFigures> texts = new ArrayList<>();
    for (StatementTimes.Timed each : times.take(database).stream().limit(MOST_KEPT).toList()) {
      quantile(samples, "statement.p50", each, 0.5);
      quantile(samples, "statement.p95", each, 0.95);
      quantile(samples, "statement.p99", each, 0.99);
      texts.add(each.figures());
    }
    history.statements(database, at, texts);
  }

  private static void quantile(
      List<Sample> samples, String metric, StatementTimes.Timed of, double share) {
    samples.add(new Sample(metric, of.fingerprint(), of.times().quantile(share) / 1e9));
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
