package dev.weir.server.metrics;

import dev.weir.engine.Meter;
import io.prometheus.metrics.model.snapshots.ClassicHistogramBuckets;
import io.prometheus.metrics.model.snapshots.CounterSnapshot;
import io.prometheus.metrics.model.snapshots.CounterSnapshot.CounterDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.Exemplar;
import io.prometheus.metrics.model.snapshots.Exemplars;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot.GaugeDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.HistogramSnapshot;
import io.prometheus.metrics.model.snapshots.HistogramSnapshot.HistogramDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import io.prometheus.metrics.model.snapshots.Unit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The families of one scrape, put together point by point. For one thread. */
final class Families {
  private static final double NANOS = 1e9;

  private final Map<String, CounterSnapshot.Builder> counters = new LinkedHashMap<>();
  private final Map<String, GaugeSnapshot.Builder> gauges = new LinkedHashMap<>();
  private final Map<String, HistogramSnapshot.Builder> histograms = new LinkedHashMap<>();

  static Labels labels(String... namesAndValues) {
    return Labels.of(namesAndValues);
  }

  void counter(String name, String help, Labels labels, double value) {
    counters
        .computeIfAbsent(name, _ -> CounterSnapshot.builder().name(name).help(help))
        .dataPoint(CounterDataPointSnapshot.builder().labels(labels).value(value).build());
  }

  void gauge(String name, String help, Labels labels, double value) {
    gauges
        .computeIfAbsent(name, _ -> GaugeSnapshot.builder().name(name).help(help))
        .dataPoint(GaugeDataPointSnapshot.builder().labels(labels).value(value).build());
  }

  /**
   * The times of a meter, in seconds; with the trace of a request in a bucket where one is known.
   */
  void durations(String name, String help, Labels labels, Meter.Snapshot snapshot) {
    Meter.Classes classes = snapshot.classes();
    double[] bounds = new double[classes.counts().length];
    for (int i = 0; i < bounds.length; i++) {
      bounds[i] = i == bounds.length - 1 ? Double.POSITIVE_INFINITY : classes.bounds()[i] / NANOS;
    }
    histograms
        .computeIfAbsent(
            name,
            _ -> HistogramSnapshot.builder().name(name + "_seconds").help(help).unit(Unit.SECONDS))
        .dataPoint(
            HistogramDataPointSnapshot.builder()
                .classicHistogramBuckets(ClassicHistogramBuckets.of(bounds, classes.counts()))
                .sum(snapshot.nanos() / NANOS)
                .exemplars(exemplars(snapshot))
                .labels(labels)
                .build());
  }

  private static Exemplars exemplars(Meter.Snapshot snapshot) {
    return Exemplars.of(
        snapshot.traced().stream()
            .map(traced ->
                Exemplar.builder()
                    .value(traced.nanos() / NANOS)
                    .traceId(traced.trace())
                    .spanId(traced.span())
                    .timestampMillis(traced.at())
                    .build())
            .toList());
  }

  MetricSnapshots snapshots() {
    List<MetricSnapshot> all = new ArrayList<>();
    counters.values().forEach(builder -> all.add(builder.build()));
    gauges.values().forEach(builder -> all.add(builder.build()));
    histograms.values().forEach(builder -> all.add(builder.build()));
    return new MetricSnapshots(all);
  }
}
