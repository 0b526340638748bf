package dev.weir.operations.backup;

import java.util.List;

/**
 * What was copied to another repository.
 *
 * @param to its location
 * @param backups the ids of what was copied now
 * @param bytes stored, without what was there already
 * @param failures each in a sentence
 */
public record Copied(String to, List<String> backups, long bytes, List<String> failures) {
  public Copied {
    backups = List.copyOf(backups);
    failures = List.copyOf(failures);
  }
}
