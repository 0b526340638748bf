package dev.weir.server.alert;

import dev.weir.api.Health;
import dev.weir.operations.alert.Reading;
import dev.weir.operations.alert.ReadingSource;
import dev.weir.server.health.HealthWatch;
import java.util.List;
import java.util.Set;
import org.springframework.stereotype.Component;

/** Which databases did not answer when they were looked at last. */
@Component
final class HealthReadings implements ReadingSource {
  private final HealthWatch watch;

  HealthReadings(HealthWatch watch) {
    this.watch = watch;
  }

  @Override
  public Set<String> tells() {
    return Set.of("database.down");
  }

  @Override
  public List<Reading> read() {
    return watch.databases().databases().stream()
        .map(health ->
            Reading.of(
                "database.down", health.database(), health.status() == Health.Status.DOWN ? 1 : 0))
        .toList();
  }
}
