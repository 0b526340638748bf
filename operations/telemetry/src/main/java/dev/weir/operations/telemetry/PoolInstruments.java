package dev.weir.operations.telemetry;

import dev.weir.api.Health.PoolStatus;
import dev.weir.engine.Engine;
import dev.weir.engine.OpenDatabase;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.metrics.BatchCallback;
import io.opentelemetry.api.metrics.Meter;
import io.opentelemetry.api.metrics.ObservableLongMeasurement;
import java.util.function.ToLongFunction;

/** The pools of the catalog's databases, read whenever metrics are sent. */
final class PoolInstruments {
  private static final AttributeKey<String> POOL =
      AttributeKey.stringKey("db.client.connection.pool.name");
  private static final AttributeKey<String> STATE =
      AttributeKey.stringKey("db.client.connection.state");

  private PoolInstruments() {}

  static BatchCallback register(Meter meter, Engine engine) {
    ObservableLongMeasurement count =
        observer(meter, "db.client.connection.count", "Connections by state.", "{connection}");
    ObservableLongMeasurement most =
        observer(meter, "db.client.connection.max", "The most connections.", "{connection}");
    ObservableLongMeasurement waiting =
        observer(
            meter,
            "db.client.connection.pending_requests",
            "Requests that wait for a connection.",
            "{request}");
    return meter.batchCallback(
        () -> {
          for (OpenDatabase database : engine.openedByName().values()) {
            tell(count, database, "used", PoolStatus::active);
            tell(count, database, "idle", PoolStatus::idle);
            tell(most, database, null, PoolStatus::limit);
            tell(waiting, database, null, PoolStatus::waiting);
          }
        },
        count,
        most,
        waiting);
  }

  private static ObservableLongMeasurement observer(
      Meter meter, String name, String description, String unit) {
    return meter
        .upDownCounterBuilder(name)
        .setDescription(description)
        .setUnit(unit)
        .buildObserver();
  }

  private static void tell(
      ObservableLongMeasurement to,
      OpenDatabase database,
      @org.jspecify.annotations.Nullable String state,
      ToLongFunction<PoolStatus> value) {
    PoolStatus pool = database.primary().node().pool();
    Attributes of = Attributes.of(POOL, database.name());
    to.record(
        value.applyAsLong(pool), state == null ? of : of.toBuilder().put(STATE, state).build());
  }
}
