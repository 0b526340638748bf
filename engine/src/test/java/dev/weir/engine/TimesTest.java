package dev.weir.engine;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class TimesTest {
  private static final long MILLI = 1_000_000;

  private final Times times = new Times();

  @Test
  void nothingHasNoQuantile() {
    assertThat(times.quantile(0.5)).isZero();
    assertThat(times.count()).isZero();
  }

  @Test
  void tellsQuantilesToAQuarterOfAPowerOfTwo() {
    for (int i = 0; i < 98; i++) {
      times.add(2 * MILLI);
    }
    times.add(500 * MILLI);
    times.add(500 * MILLI);

    assertThat(times.quantile(0.5)).isBetween(2 * MILLI, 3 * MILLI);
    assertThat(times.quantile(0.98)).isBetween(2 * MILLI, 3 * MILLI);
    assertThat(times.quantile(0.99)).isBetween(500 * MILLI, 700 * MILLI);
    assertThat(times.count()).isEqualTo(100);
    assertThat(times.total()).isEqualTo(1_196 * MILLI);
  }
}
