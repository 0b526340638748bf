package dev.weir.server.backup;

import dev.weir.operations.backup.Copied;
import dev.weir.operations.backup.Created;
import dev.weir.operations.backup.PrunePlan;
import dev.weir.operations.backup.Verified;
import dev.weir.operations.backup.retention.Verdict;
import dev.weir.spi.backup.Finding;
import dev.weir.spi.backup.Requirement;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** What work on backups found, as REST tells it. */
final class BackupResults {
  private BackupResults() {}

  /**
   * A backup that was taken.
   *
   * @param pruned what was removed after it; null where nothing should be
   */
  record Taken(
      BackupSummary backup, List<Copied> copies, List<String> warnings, @Nullable Pruned pruned) {
    static Taken of(Created created, @Nullable PrunePlan pruned) {
      return new Taken(
          BackupSummary.of(created.backup()),
          created.copies(),
          created.warnings().stream()
              .map(each -> (each.finding() + " " + each.mend()).strip())
              .toList(),
          pruned == null ? null : Pruned.of(pruned));
    }
  }

  /** What a verification found. */
  record Proven(
      String database, String id, boolean good, String level, Duration took, List<Found> findings) {
    static Proven of(Verified verified) {
      return new Proven(
          verified.backup().database(),
          verified.backup().id(),
          verified.good(),
          verified.proof().level(),
          Duration.ofMillis(verified.proof().took()),
          verified.proof().findings().stream().map(Found::of).toList());
    }
  }

  /** One thing that was looked at. */
  record Found(String check, String object, String outcome, String detail) {
    static Found of(Finding finding) {
      return new Found(
          finding.check(), finding.object(), lower(finding.outcome()), finding.detail());
    }
  }

  /** What stays and what goes, or went. */
  record Pruned(String repository, int removed, long bytes, List<Kept> backups, List<String> log) {
    static Pruned of(PrunePlan plan) {
      return new Pruned(
          plan.repository(),
          plan.going().size(),
          plan.bytes(),
          plan.verdicts().stream().map(Kept::of).toList(),
          plan.log());
    }
  }

  /** Whether a backup is kept, and why. */
  record Kept(
      String database, String id, Instant consistentAt, boolean kept, List<String> reasons) {
    static Kept of(Verdict verdict) {
      return new Kept(
          verdict.backup().database(),
          verdict.backup().id(),
          verdict.backup().consistentAt(),
          verdict.kept(),
          verdict.reasons());
    }
  }

  /** Something that work needs. */
  record Needed(String state, String name, String finding, String mend) {
    static Needed of(Requirement each) {
      return new Needed(lower(each.state()), each.name(), each.finding(), each.mend());
    }
  }

  /** What a method needs, and whether it is there. */
  record Method(String method, String summary, boolean ready, List<Needed> requirements) {}

  static String lower(Enum<?> value) {
    return value.name().toLowerCase(Locale.ROOT);
  }
}
