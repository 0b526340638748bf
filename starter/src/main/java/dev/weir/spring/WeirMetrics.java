package dev.weir.spring;

import dev.weir.Weir;
import dev.weir.api.ErrorKind;
import dev.weir.api.Health.PoolStatus;
import dev.weir.engine.Meter.Snapshot;
import dev.weir.engine.OpenDatabase;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;

/**
 * What the engine counts of each database as meters, most by the names under which the server tells
 * them too: {@code weir.requests}, {@code weir.rows}, {@code weir.request.seconds}, {@code
 * weir.requests.active}, {@code weir.pool.…}; each with the tag {@code database}.
 */
final class WeirMetrics implements MeterBinder {
  private static final double NANOS = 1e9;
  private final Weir weir;
  private final List<String> databases;

  WeirMetrics(Weir weir, List<String> databases) {
    this.weir = weir;
    this.databases = databases;
  }

  @Override
  public void bindTo(MeterRegistry registry) {
    databases.forEach(name -> new Binding(weir.engine().database(name), registry).bind());
  }

  /** The meters of one database. */
  private record Binding(OpenDatabase database, MeterRegistry registry) {
    void bind() {
      Tags tags = Tags.of("database", database.name());
      String requests = "Requests by how they ended.";
      counter("weir.requests", requests, tags.and("outcome", "ok"), Binding::succeeded);
      for (ErrorKind kind : ErrorKind.values()) {
        Tags outcome = tags.and("outcome", kind.name().toLowerCase(Locale.ROOT));
        counter("weir.requests", requests, outcome, seen -> seen.errors(kind));
      }
      counter("weir.rows", "Rows told or changed.", tags, Snapshot::rows);
      counter(
          "weir.request.seconds",
          "Time spent on requests, from the call to the last row.",
          tags,
          seen -> seen.nanos() / NANOS);
      gauge(
          "weir.requests.active",
          "Requests under way, open results included.",
          tags,
          open -> open.metrics().began() - open.metrics().ended());
      pool(tags.and("node", database.primary().name()));
    }

    private static double succeeded(Snapshot seen) {
      double failed = 0;
      for (ErrorKind kind : ErrorKind.values()) {
        failed += seen.errors(kind);
      }
      return seen.ended() - failed;
    }

    private void pool(Tags tags) {
      String connections = "Connections of the node's pool by state.";
      String name = "weir.pool.connections";
      gauge(name, connections, tags.and("state", "active"), open -> status(open).active());
      gauge(name, connections, tags.and("state", "idle"), open -> status(open).idle());
      gauge(
          "weir.pool.waiting",
          "Requests that wait for a connection.",
          tags,
          open -> status(open).waiting());
      gauge(
          "weir.pool.limit",
          "The most connections that the pool may hold now.",
          tags,
          open -> status(open).limit());
    }

    private static PoolStatus status(OpenDatabase open) {
      return open.primary().node().pool();
    }

    private void counter(String metric, String help, Tags tags, ToDoubleFunction<Snapshot> count) {
      FunctionCounter.builder(metric, database, open -> count.applyAsDouble(open.metrics()))
          .description(help)
          .tags(tags)
          .register(registry);
    }

    private void gauge(
        String metric, String help, Tags tags, ToDoubleFunction<OpenDatabase> value) {
      Gauge.builder(metric, database, value).description(help).tags(tags).register(registry);
    }
  }
}
