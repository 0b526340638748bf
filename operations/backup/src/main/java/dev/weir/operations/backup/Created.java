package dev.weir.operations.backup;

import dev.weir.operations.backup.repository.Manifest;
import dev.weir.spi.backup.Requirement;
import java.util.List;

/**
 * A backup that was taken.
 *
 * @param copies how the copy to each further repository went
 * @param warnings what somebody should know, such as a full backup where an incremental was asked
 *     for and there was nothing to build on
 */
public record Created(Manifest backup, List<Copied> copies, List<Requirement> warnings) {
  public Created {
    copies = List.copyOf(copies);
    warnings = List.copyOf(warnings);
  }

  /** True when a copy failed; {@code copy} catches up. */
  public boolean incomplete() {
    return copies.stream().anyMatch(copy -> !copy.failures().isEmpty());
  }
}
