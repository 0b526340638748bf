package dev.weir.operations.monitor;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * When something that grows will reach a limit, by the line through what was measured (least
 * squares). Less than an hour of it, or fewer than three points, is no basis.
 *
 * @param perDay growth in a day; below zero when it shrinks
 */
public record Forecast(double perDay, double latest) {
  private static final Duration BASIS = Duration.ofHours(1);
  private static final double DAY = Duration.ofDays(1).toSeconds();

  /** A measured point. */
  public record Point(Instant at, double value) {}

  /** The line through points in the order of their time. */
  public static Optional<Forecast> of(List<Point> points) {
    if (points.size() < 3
        || Duration.between(points.getFirst().at(), points.getLast().at()).compareTo(BASIS) < 0) {
      return Optional.empty();
    }
    long origin = points.getFirst().at().getEpochSecond();
    double n = points.size();
    double sumX = 0;
    double sumY = 0;
    for (Point point : points) {
      sumX += point.at().getEpochSecond() - origin;
      sumY += point.value();
    }
    double above = 0;
    double below = 0;
    for (Point point : points) {
      double x = point.at().getEpochSecond() - origin - sumX / n;
      above += x * (point.value() - sumY / n);
      below += x * x;
    }
    return Optional.of(new Forecast(above / below * DAY, points.getLast().value()));
  }

  /** How long until {@code limit} is reached; empty when it does not grow. */
  public Optional<Duration> until(double limit) {
    if (latest >= limit) {
      return Optional.of(Duration.ZERO);
    }
    double days = (limit - latest) / perDay;
    return perDay <= 0 || days > 36_500
        ? Optional.empty()
        : Optional.of(Duration.ofSeconds((long) (days * DAY)));
  }
}
