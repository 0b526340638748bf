package dev.weir.operations.monitor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.operations.monitor.Forecast.Point;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

class ForecastTest {
  private static final Instant START = Instant.parse("2026-11-01T00:00:00Z");

  @Test
  void aSteadyGrowthReachesTheLimitWhenItShould() {
    Forecast line = Forecast.of(points(100, 10)).orElseThrow();

    assertThat(line.perDay()).isCloseTo(240, Offset.offset(0.001));
    assertThat(line.until(190 + 240).orElseThrow())
        .isBetween(Duration.ofHours(23), Duration.ofHours(25));
    assertThat(line.until(150)).contains(Duration.ZERO);
  }

  @Test
  void whatShrinksOrStaysNeverReachesIt() {
    assertThat(Forecast.of(points(100, -1)).orElseThrow().until(1000)).isEmpty();
    assertThat(Forecast.of(points(100, 0)).orElseThrow().until(1000)).isEmpty();
  }

  @Test
  void tooFewPointsAreNoBasis() {
    assertThat(Forecast.of(points(1, 1).subList(0, 2))).isEmpty();
    assertThat(
            Forecast.of(
                List.of(
                    new Point(START, 1),
                    new Point(START.plusSeconds(60), 2),
                    new Point(START.plusSeconds(120), 3))))
        .isEmpty();
  }

  private static List<Point> points(double first, double perHour) {
    return IntStream.range(0, 10)
        .mapToObj(hour -> new Point(START.plus(Duration.ofHours(hour)), first + hour * perHour))
        .toList();
  }
}
