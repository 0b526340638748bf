package dev.weir.operations.backup.retention;

import dev.weir.operations.backup.repository.Manifest;
import java.util.List;

/**
 * Whether a backup is kept, and why.
 *
 * @param reasons each in a few words; for one that goes, why nothing keeps it
 */
public record Verdict(Manifest backup, boolean kept, List<String> reasons) {
  public Verdict {
    reasons = List.copyOf(reasons);
  }
}
