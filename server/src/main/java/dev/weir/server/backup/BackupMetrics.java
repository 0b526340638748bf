package dev.weir.server.backup;

import dev.weir.server.backup.StandingTable.Row;
import dev.weir.server.metrics.Refreshed;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.stereotype.Component;

/**
 * How the backups stand, for Prometheus: a fixed number of series for each database of the catalog;
 * what is not known is not a number. Every server that shares the store tells the same.
 */
@Component
final class BackupMetrics implements Refreshed {
  private static final Logger LOG = LoggerFactory.getLogger(BackupMetrics.class);

  private final StandingTable table;
  private final MeterRegistry registry;
  private final Set<String> known = ConcurrentHashMap.newKeySet();
  private volatile Map<String, Row> rows = Map.of();

  BackupMetrics(StandingTable table, MeterRegistry registry) {
    this.table = table;
    this.registry = registry;
  }

  @Override
  public void refresh() {
    try {
      rows = table.all().stream().collect(Collectors.toMap(Row::database, Function.identity()));
    } catch (DataAccessException unreachable) {
      LOG.debug("The store does not answer; the metrics of backups stay", unreachable);
    }
    rows.keySet().stream().filter(known::add).forEach(this::add);
  }

  private void add(String name) {
    gauge(
        "weir.backup.last.good.age.seconds",
        "Age of the state that the last good backup holds.",
        name,
        row -> age(row.lastGood()));
    gauge(
        "weir.backup.last.proven.age.seconds",
        "Age of the state that the last backup holds that was restored and found the same.",
        name,
        row -> age(row.lastProven()));
    gauge(
        "weir.backup.loss.seconds",
        "How much time of changes a disaster now would cost.",
        name,
        row -> age(row.covered()));
    gauge(
        "weir.backup.stored.bytes",
        "What the last good backup takes, compressed and encrypted.",
        name,
        row -> number(row.storedBytes()));
    gauge(
        "weir.backup.source.bytes",
        "How large the database was when the last good backup was taken.",
        name,
        row -> number(row.sourceBytes()));
    gauge(
        "weir.backup.duration.seconds",
        "How long the last good backup took.",
        name,
        row -> seconds(row.took()));
    counter("weir.backup.failures", "Backups that failed.", name, Row::failures);
    counter(
        "weir.backup.failed.proofs",
        "Verifications that found something wrong, or could not be made.",
        name,
        Row::failedProofs);
  }

  private static double age(@Nullable Instant moment) {
    return moment == null ? Double.NaN : seconds(Duration.between(moment, Instant.now()));
  }

  private static double seconds(@Nullable Duration time) {
    return time == null ? Double.NaN : time.toMillis() / 1e3;
  }

  private static double number(@Nullable Long value) {
    return value == null ? Double.NaN : value;
  }

  private void gauge(String metric, String help, String name, ToDoubleFunction<Row> value) {
    Gauge.builder(metric, this, all -> all.read(name, value, Double.NaN))
        .tag("database", name)
        .description(help)
        .register(registry);
  }

  private void counter(String metric, String help, String name, ToDoubleFunction<Row> value) {
    FunctionCounter.builder(metric, this, all -> all.read(name, value, 0))
        .tag("database", name)
        .description(help)
        .register(registry);
  }

  private double read(String name, ToDoubleFunction<Row> value, double otherwise) {
    Row row = rows.get(name);
    return row == null ? otherwise : value.applyAsDouble(row);
  }
}
