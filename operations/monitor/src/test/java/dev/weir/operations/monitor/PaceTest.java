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
      assertThat(pace.due(part, -5 * SECOND)).isTrue();
    }
  }

  @Test
  void aPartThatCostsLittleIsDueAfterItsNumberOfLooksEvenALittleEarly() {
    pace.read(Part.STATEMENTS, 100 * SECOND, SECOND / 100, RHYTHM);

    assertThat(pace.due(Part.STATEMENTS, 145 * SECOND)).isFalse();
    assertThat(pace.due(Part.STATEMENTS, 160 * SECOND - 1)).isTrue();
    assertThat(pace.due(Part.TABLES, 145 * SECOND)).isTrue();
  }

  @Test
  void aPartThatCostsMoreThanItsShareIsDueLater() {
    pace.read(Part.STATEMENTS, 0, 3 * SECOND, RHYTHM);

    assertThat(pace.due(Part.STATEMENTS, 285 * SECOND)).isFalse();
    assertThat(pace.due(Part.STATEMENTS, 300 * SECOND)).isTrue();

    pace.read(Part.STATEMENTS, 300 * SECOND, SECOND / 100, RHYTHM);
    assertThat(pace.due(Part.STATEMENTS, 360 * SECOND)).isTrue();
  }
}
