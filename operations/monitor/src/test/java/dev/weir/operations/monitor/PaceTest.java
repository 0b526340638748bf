package dev.weir.operations.monitor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.operations.monitor.Pace.Part;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class PaceTest {
  private static final long SECOND = 1_000_000_000;

  private static final Rhythm RHYTHM =
      new Rhythm(Duration.ofSeconds(15), Duration.ofSeconds(5), 0.01);

  private final Pace pace = new Pace();

  @Test
  void everythingIsDueAtFirst() {
    for (Part part : Part.values()) {
      assertThat(pace.due(part, -5 * SECOND, RHYTHM)).isTrue();
    }
  }

  @Test
  void aPartThatCostsLittleIsDueAfterItsNumberOfLooksEvenALittleEarly() {
    pace.read(Part.STATEMENTS, 100 * SECOND, SECOND / 100);

    assertThat(pace.due(Part.STATEMENTS, 145 * SECOND, RHYTHM)).isFalse();
    assertThat(pace.due(Part.STATEMENTS, 160 * SECOND - 1, RHYTHM)).isTrue();
    assertThat(pace.due(Part.TABLES, 145 * SECOND, RHYTHM)).isTrue();
  }

  @Test
  void aPartThatCostsMoreThanItsShareIsDueLater() {
    pace.read(Part.STATEMENTS, 0, 3 * SECOND);

    assertThat(pace.due(Part.STATEMENTS, 285 * SECOND, RHYTHM)).isFalse();
    assertThat(pace.due(Part.STATEMENTS, 300 * SECOND, RHYTHM)).isTrue();

    pace.read(Part.STATEMENTS, 300 * SECOND, SECOND / 100);
    assertThat(pace.due(Part.STATEMENTS, 360 * SECOND, RHYTHM)).isTrue();
  }

  @Test
  void anotherRhythmHoldsForWhatWasReadBefore() {
    Rhythm often = new Rhythm(Duration.ofSeconds(1), Duration.ofSeconds(1), 0.01);
    pace.read(Part.TABLES, 0, SECOND / 100);

    assertThat(pace.due(Part.TABLES, 20 * SECOND, RHYTHM)).isFalse();
    assertThat(pace.due(Part.TABLES, 20 * SECOND, often)).isTrue();
  }
}
