package dev.weir.operations.monitor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.spi.monitor.ReplicaFigures;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class StoppedReplicasTest {
  private static final long SECOND = 1_000_000_000;

  private final StoppedReplicas replicas = new StoppedReplicas();

  @Test
  void oneThatHasStoppedLagsByTheTimeThatItIsSeenSo() {
    assertThat(lag(2.0, null, 0)).isEqualTo(2.0);
    assertThat(lag(null, "applying is stopped", 10)).isZero();
    assertThat(lag(null, "applying is stopped", 55)).isEqualTo(45.0);
    assertThat(lag(3.0, null, 60)).isEqualTo(3.0);
    assertThat(lag(null, "receiving is stopped", 70)).isZero();
  }

  @Test
  void whatIsToldAndNotKnownStaysSo() {
    assertThat(lag(null, null, 0)).isNull();
    assertThat(lag(90.0, "receiving is stopped", 1)).isEqualTo(90.0);
  }

  private @Nullable Double lag(@Nullable Double told, @Nullable String problem, long seconds) {
    ReplicaFigures end =
        new ReplicaFigures("primary", "a", null, "state", null, null, told, null, problem);
    return replicas.lag("primary a", end, seconds * SECOND);
  }
}
