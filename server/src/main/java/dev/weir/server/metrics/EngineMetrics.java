package dev.weir.server.metrics;

import dev.weir.Weir;
import dev.weir.api.ErrorKind;
import dev.weir.api.Health;
import dev.weir.api.Health.PoolStatus;
import dev.weir.engine.EngineNode;
import dev.weir.engine.Meter;
import dev.weir.engine.OpenDatabase;
import dev.weir.engine.stage.CircuitBreaker;
import dev.weir.server.health.HealthWatch;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.prometheus.metrics.model.registry.MultiCollector;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Supplier;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.stereotype.Component;

/**
 * What the engine counts, for Prometheus: a fixed number of series for each database of the
 * catalog, of at most {@link #MOST} databases, whatever their tables and statements; so nobody who
 * asks can make more. Databases named by URL are not told.
 */
@Component
final class EngineMetrics implements MultiCollector {
  /** How many databases are told, the first by name; the rest is told as a number. */
  static final int MOST = 1_000;

  private final Weir weir;
  private final Supplier<List<Health>> health;
  private final int most;

  @Autowired
  EngineMetrics(Weir weir, HealthWatch watch, PrometheusMeterRegistry registry) {
    this(weir, () -> watch.databases().databases(), MOST);
    registry.getPrometheusRegistry().register(this);
  }

  /**
   * @param health how the databases were when they were looked at last; must not wait
   * @param most how many databases are told
   */
  EngineMetrics(Weir weir, Supplier<List<Health>> health, int most) {
    this.weir = weir;
    this.health = health;
    this.most = most;
  }

  @Override
  public MetricSnapshots collect() {
    List<String> catalog = weir.engine().definitions().keySet().stream().sorted().toList();
    List<String> told = catalog.subList(0, Math.min(most, catalog.size()));
    Families families = new Families();
    families.gauge(
        "weir_catalog_databases", "Databases in the catalog.", Families.labels(), catalog.size());
    families.gauge(
        "weir_catalog_databases_untold",
        "Databases in the catalog that are not among these metrics, because there are too many.",
        Families.labels(),
        (double) catalog.size() - told.size());
    Map<String, OpenDatabase> open = weir.engine().openedByName();
    for (String name : told) {
      OpenDatabase database = open.get(name);
      if (database != null) {
        requests(families, name, database.metrics());
        node(families, name, database.primary());
      }
    }
    health.get().stream()
        .filter(each -> told.contains(each.database()))
        .sorted(Comparator.comparing(Health::database))
        .forEach(each -> up(families, each));
    return families.snapshots();
  }

  private static void requests(Families families, String name, Meter.Snapshot snapshot) {
    long failures = 0;
    for (ErrorKind kind : ErrorKind.values()) {
      long errors = snapshot.errors(kind);
      failures += errors;
      outcome(families, name, kind.name().toLowerCase(Locale.ROOT), errors);
    }
    outcome(families, name, "ok", snapshot.ended() - failures);
    families.counter(
        "weir_rows", "Rows told or changed.", Families.labels("database", name), snapshot.rows());
    families.counter(
        "weir_requests_slow",
        "Requests that took longer than timeouts.slow of their database.",
        Families.labels("database", name),
        snapshot.slow());
    families.gauge(
        "weir_requests_active",
        "Requests under way, open results included.",
        Families.labels("database", name),
        (double) snapshot.began() - snapshot.ended());
    families.durations(
        "weir_request_duration",
        "Time from the call to the last row or the error.",
        Families.labels("database", name),
        snapshot);
  }

  private static void outcome(Families families, String name, String outcome, long count) {
    families.counter(
        "weir_requests",
        "Requests by how they ended.",
        Families.labels("database", name, "outcome", outcome),
        count);
  }

  private static void node(Families families, String name, EngineNode node) {
    PoolStatus pool = node.node().pool();
    String role = node.role();
    String help = "Connections of the node's pool by state.";
    families.gauge(
        "weir_pool_connections",
        help,
        Families.labels("database", name, "node", role, "state", "active"),
        pool.active());
    families.gauge(
        "weir_pool_connections",
        help,
        Families.labels("database", name, "node", role, "state", "idle"),
        pool.idle());
    families.gauge(
        "weir_pool_waiting",
        "Requests that wait for a connection.",
        Families.labels("database", name, "node", role),
        pool.waiting());
    families.gauge(
        "weir_pool_limit",
        "The most connections that the pool may hold now.",
        Families.labels("database", name, "node", role),
        pool.limit());
    families.gauge(
        "weir_pool_overdue",
        "Sessions out now for longer than pool.leak-threshold.",
        Families.labels("database", name, "node", role),
        node.leases().overdue());
    families.gauge(
        "weir_breaker_open",
        "1 while the circuit breaker leaves the node alone.",
        Families.labels("database", name, "node", role),
        open(node.breaker()));
    node.services()
        .forEach((service, breaker) ->
            families.gauge(
                "weir_service_breaker_open",
                "1 while the circuit breaker of a service leaves the node alone.",
                Families.labels("database", name, "node", role, "service", service),
                open(breaker)));
  }

  private static int open(CircuitBreaker breaker) {
    return breaker.state() == CircuitBreaker.State.CLOSED ? 0 : 1;
  }

  private static void up(Families families, Health health) {
    families.gauge(
        "weir_database_up",
        "1 when the last look found the database answering, 0 when not.",
        Families.labels("database", health.database()),
        health.status() == Health.Status.DOWN ? 0 : 1);
  }
}
