package dev.weir.operations.monitor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.spi.monitor.Figure;
import dev.weir.spi.monitor.Figure.Unit;
import java.time.Duration;
import java.util.List;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;

class RatesTest {
  @Test
  void growthIsDividedByTheTimeBetween() {
    assertThat(rate(counter(100, "e"), counter(400, "e"))).hasValue(30);
  }

  @Test
  void aCounterThatHasBegunAnewHasNoRateForThatTime() {
    assertThat(rate(counter(100, "e"), counter(400, "f"))).isEmpty();
    assertThat(rate(counter(100, "e"), counter(40, "e"))).isEmpty();
  }

  @Test
  void aGaugeAndWhatWasNotReadHaveNoRate() {
    assertThat(rate(Figure.gauge("n", Unit.COUNT, 1), Figure.gauge("n", Unit.COUNT, 2))).isEmpty();
    assertThat(
            new Rates(List.of(), List.of(counter(1, "e")), Duration.ofSeconds(1))
                .perSecond("n", ""))
        .isEmpty();
    assertThat(
            new Rates(List.of(counter(1, "e")), List.of(counter(2, "e")), Duration.ZERO)
                .perSecond("n", ""))
        .isEmpty();
  }

  @Test
  void aShareIsOfWhatBothHaveGrown() {
    Rates rates =
        new Rates(
            List.of(
                Figure.counter("hit", Unit.BYTES, 0, "e"),
                Figure.counter("read", Unit.BYTES, 0, "e")),
            List.of(
                Figure.counter("hit", Unit.BYTES, 90, "e"),
                Figure.counter("read", Unit.BYTES, 10, "e")),
            Duration.ofSeconds(1));

    assertThat(rates.share("hit", "read", "")).hasValue(0.9);
    assertThat(rates.share("hit", "nothing", "")).isEmpty();
  }

  private static Figure counter(double value, String epoch) {
    return Figure.counter("n", Unit.COUNT, value, epoch);
  }

  private static OptionalDouble rate(Figure before, Figure after) {
    return new Rates(List.of(before), List.of(after), Duration.ofSeconds(10)).perSecond("n", "");
  }
}
