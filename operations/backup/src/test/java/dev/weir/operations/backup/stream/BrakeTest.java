package dev.weir.operations.backup.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weir.api.Rejected;
import dev.weir.operations.backup.Job;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class BrakeTest {
  @Test
  void whatPassesIsHeldBelowTheRate() {
    Brake brake = new Brake(10_000);
    long began = System.nanoTime();

    for (int i = 0; i < 4; i++) {
      brake.pass(1_000, new Job());
    }

    assertThat(Duration.ofNanos(System.nanoTime() - began)).isGreaterThan(Duration.ofMillis(390));
  }

  @Test
  void whoWaitsAtItHeedsACancel() {
    Brake brake = new Brake(1);
    Job job = new Job();
    Thread.ofVirtual().start(job::cancel);

    assertThatThrownBy(() -> brake.pass(1_000_000, job)).isInstanceOf(Rejected.class);
  }
}
