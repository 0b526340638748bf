package dev.weir.testing.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.api.Health;
import dev.weir.spi.Deadline;
import dev.weir.spi.Node.Step;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** A good database says that it is well, and each step on the way to it is told. */
public interface HealthContract extends Subject {
  @Test
  default void a_good_database_is_up_and_tells_its_version() {
    Health health = database().health();

    assertThat(health.status()).isEqualTo(Health.Status.UP);
    assertThat(health.nodes()).hasSize(1);
    assertThat(health.nodes().getFirst().version()).contains(connector().displayName());
    assertThat(health.nodes().getFirst().error()).isNull();
  }

  @Test
  default void the_way_to_a_good_database_is_told_step_by_step() {
    var steps = database().primary().node().diagnose(Deadline.after(Duration.ofSeconds(10)));

    assertThat(steps)
        .allMatch(step -> step.outcome() == Step.Outcome.OK || !step.mend().isEmpty())
        .noneMatch(step -> step.outcome() == Step.Outcome.FAILED);
    assertThat(steps.getLast().name()).isEqualTo("version");
  }

  @Test
  default void a_connector_behind_a_network_is_proven_against_its_faults() {
    assertThat(this instanceof ServerContract).isEqualTo(connector().defaultPort() != 0);
  }
}
