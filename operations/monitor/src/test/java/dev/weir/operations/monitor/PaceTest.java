package dev.weir.operations.monitor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.operations.monitor.Pace.Part;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class PaceTest {
  private static final long SECOND = 1_000_000_000;

  private final Pace pace = new Pace(new Rhythm(Duration.ofSeconds(15), 0.01));

  @Test
  void everythingIsDueAtFirst() {
    for (Part part : Part.values()) {
      assertThat(pace.due(part, -5 * SECOND)).isTrue();
    }
  }

  @Test
  void aPartThatCostsLittleIsDueAfterItsNumberOfLooksEvenALittleEarly() {
    pace.read(Part.STATEMENTS, 100 * SECOND, SECOND / 100);

    assertThat(pace.due(Part.STATEMENTS, 145 * SECOND)).isFalse();
    assertThat(pace.due(Part.STATEMENTS, 160 * SECOND - 1)).isTrue();
    assertThat(pace.due(Part.TABLES, 145 * SECOND)).isTrue();
  }

  @Test
  void aPartThatCostsMoreThanItsShareIsDueLater() {
    pace.read(Part.STATEMENTS, 0, 3 * SECOND);

    assertThat(pace.due(Part.STATEMENTS, 285 * SECOND)).isFalse();
    assertThat(pace.due(Part.STATEMENTS, 300 * SECOND)).isTrue();

    pace.read(Part.STATEMENTS, 300 * SECOND, SECOND / 100);
    assertThat(pace.due(Part.STATEMENTS, 360 * SECOND)).isTrue();
  }
}
