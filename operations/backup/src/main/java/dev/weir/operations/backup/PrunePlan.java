package dev.weir.operations.backup;

import dev.weir.operations.backup.repository.Listing;
import dev.weir.operations.backup.repository.Manifest;
import dev.weir.operations.backup.retention.RetentionRule;
import dev.weir.operations.backup.retention.Verdict;
import java.util.List;

/**
 * What is kept and what goes.
 *
 * @param verdicts one for each backup, the oldest first
 * @param log files of the archived log that go, as {@code database/name}
 * @param damaged what is never removed by a rule, because nobody knows what it is
 */
public record PrunePlan(
    String repository,
    RetentionRule rule,
    List<Verdict> verdicts,
    List<String> log,
    List<Listing.Damaged> damaged) {
  public PrunePlan {
    verdicts = List.copyOf(verdicts);
    log = List.copyOf(log);
    damaged = List.copyOf(damaged);
  }

  /** What goes, the oldest first. */
  public List<Manifest> going() {
    return verdicts.stream().filter(each -> !each.kept()).map(Verdict::backup).toList();
  }

  public long bytes() {
    return going().stream().mapToLong(each -> each.sizes().stored()).sum();
  }
}
