package dev.weir.server.metrics;

import dev.weir.Weir;
import dev.weir.api.ErrorKind;
import dev.weir.api.Health.PoolStatus;
import dev.weir.engine.Meter;
import dev.weir.engine.OpenDatabase;
import dev.weir.engine.stage.CircuitBreaker;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.ToDoubleFunction;
import org.springframework.stereotype.Component;

/**
 * What the engine counts, for Prometheus: a fixed number of series for each database that is open,
 * looked up by name when it is scraped, so that one opened anew goes on in the same series.
 * Databases named by URL are not told, which bounds the number of series.
 */
@Component
final class EngineMetrics implements Refreshed {
  private static final double NANOS = 1e9;

  private final Weir weir;
  private final MeterRegistry registry;
  private final Set<String> known = ConcurrentHashMap.newKeySet();

  EngineMetrics(Weir weir, MeterRegistry registry) {
    this.weir = weir;
    this.registry = registry;
  }

  /** Adds the series of databases that were opened since the last time. */
  @Override
  public void refresh() {
    for (OpenDatabase database : weir.engine().opened()) {
      String name = database.name();
      if (weir.engine().definitions().containsKey(name) && known.add(name)) {
        requests(name);
        pool(name);
      }
    }
  }

  private void requests(String name) {
    Tags tags = Tags.of("database", name);
    counter(
        "weir.requests",
        "Requests by how they ended.",
        tags.and("outcome", "ok"),
        name,
        snapshot -> snapshot.ended() - failures(snapshot));
    for (ErrorKind kind : ErrorKind.values()) {
      counter(
          "weir.requests",
          "Requests by how they ended.",
          tags.and("outcome", kind.name().toLowerCase(Locale.ROOT)),
          name,
          snapshot -> snapshot.errors(kind));
    }
    counter("weir.rows", "Rows told or changed.", tags, name, Meter.Snapshot::rows);
    counter(
        "weir.request.seconds",
        "Time spent on requests, from the call to the last row.",
        tags,
        name,
        snapshot -> snapshot.nanos() / NANOS);
    for (double quantile : new double[] {0.5, 0.95, 0.99}) {
      gauge(
          "weir.request.duration.seconds",
          "Time under which this share of requests stayed since the start, to a quarter of a power"
              + " of two.",
          tags.and("quantile", Double.toString(quantile)),
          name,
          database -> database.metrics().quantile(quantile) / NANOS);
    }
    gauge(
        "weir.requests.active",
        "Requests under way, open results included.",
        tags,
        name,
        database -> database.metrics().began() - database.metrics().ended());
  }

  private static double failures(Meter.Snapshot snapshot) {
    double failures = 0;
    for (ErrorKind kind : ErrorKind.values()) {
      failures += snapshot.errors(kind);
    }
    return failures;
  }

  private void pool(String name) {
    Tags tags = Tags.of("database", name, "node", "primary");
    String help = "Connections of the node's pool by state.";
    gauge(
        "weir.pool.connections",
        help,
        tags.and("state", "active"),
        name,
        database -> status(database).active());
    gauge(
        "weir.pool.connections",
        help,
        tags.and("state", "idle"),
        name,
        database -> status(database).idle());
    gauge(
        "weir.pool.waiting",
        "Requests that wait for a connection.",
        tags,
        name,
        database -> status(database).waiting());
    gauge(
        "weir.pool.limit",
        "The most connections that the pool may hold now.",
        tags,
        name,
        database -> status(database).limit());
    gauge(
        "weir.pool.leaks",
        "Sessions lately held longer than pool.leak-threshold.",
        tags,
        name,
        database -> database.primary().leases().leaks().size());
    gauge(
        "weir.breaker.open",
        "1 while the circuit breaker leaves the node alone.",
        tags,
        name,
        database -> database.primary().breaker().state() == CircuitBreaker.State.CLOSED ? 0 : 1);
  }

  private static PoolStatus status(OpenDatabase database) {
    return database.primary().node().pool();
  }

  private void counter(
      String metric, String help, Tags tags, String name, ToDoubleFunction<Meter.Snapshot> count) {
    FunctionCounter.builder(
            metric,
            weir,
            each -> find(name).map(database -> count.applyAsDouble(database.metrics())).orElse(0.0))
        .tags(tags)
        .description(help)
        .register(registry);
  }

  private void gauge(
      String metric, String help, Tags tags, String name, ToDoubleFunction<OpenDatabase> value) {
    Gauge.builder(metric, weir, each -> find(name).map(value::applyAsDouble).orElse(Double.NaN))
        .tags(tags)
        .description(help)
        .register(registry);
  }

  private Optional<OpenDatabase> find(String name) {
    return weir.engine().opened().stream()
        .filter(database -> database.name().equals(name))
        .findFirst();
  }
}
