package dev.weir.benchmarks;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** One line of the answer: fields by name, in order; numbers and texts. */
final class Figure {
  private final Map<String, String> fields = new LinkedHashMap<>();

  private Figure(String name) {
    with("name", name);
  }

  /**
   * A comparison round by round: medians of both, and the median of the rounds' ratios with the
   * quarter of the rounds below and above.
   */
  static Figure compared(
      String name, Samples weir, String peerName, Samples peer, String unit, String goal) {
    Samples ratios = weir.ratios(peer);
    return new Figure(name)
        .with("weir", weir.median())
        .with("peer", peer.median())
        .with("peerName", peerName)
        .with("ratio", ratios.median())
        .with("unit", unit)
        .with("goal", goal)
        .with("ratioLow", ratios.quantile(0.25))
        .with("ratioHigh", ratios.quantile(0.75))
        .with("rounds", ratios.count());
  }

  /** A figure of Weir's own, against a limit rather than a peer. */
  static Figure alone(String name, Samples weir, String unit, String goal) {
    return new Figure(name)
        .with("weir", weir.median())
        .with("unit", unit)
        .with("goal", goal)
        .with("low", weir.quantile(0.25))
        .with("high", weir.quantile(0.75))
        .with("rounds", weir.count());
  }

  /** The same with the mean, and the bounds between which the true mean lies in 95 of 100 cases. */
  static Figure estimated(String name, Samples weir, String unit, String goal) {
    Samples means = weir.means();
    return alone(name, weir, unit, goal)
        .with("mean", weir.mean())
        .with("meanLow", means.quantile(0.025))
        .with("meanHigh", means.quantile(0.975));
  }

  static Figure skipped(String name, String why) {
    return new Figure(name).with("skipped", why);
  }

  /** A measurement that an error ended. */
  static Figure failed(String name, Exception error) {
    return new Figure(name).with("failed", String.valueOf(error.getMessage()));
  }

  Figure with(String field, double value) {
    fields.put(
        field,
        value == Math.rint(value) || Math.abs(value) >= 1_000
            ? Long.toString(Math.round(value))
            : String.format(Locale.ROOT, "%.3f", value));
    return this;
  }

  Figure with(String field, String value) {
    fields.put(
        field, '"' + value.replace("\\", "\\\\").replace("\"", "\\\"").replace('\n', ' ') + '"');
    return this;
  }

  String json() {
    return fields.entrySet().stream()
        .map(field -> '"' + field.getKey() + "\":" + field.getValue())
        .collect(Collectors.joining(",", "{", "}"));
  }
}
