package dev.weir.server.backup;

import dev.weir.backups.Points;
import dev.weir.backups.Scopes;
import dev.weir.operations.backup.RestorePlan;
import dev.weir.operations.backup.RestorePlan.LogRange;
import dev.weir.operations.backup.Restored;
import dev.weir.operations.backup.repository.Manifest;
import dev.weir.operations.backup.repository.RestoreRecord;
import dev.weir.server.backup.BackupResults.Needed;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Plans of restores and what came of them, as REST tells them. */
final class RestoreResults {
  private RestoreResults() {}

  /**
   * What a restore would do.
   *
   * @param chain the full backup first
   * @param obstacles what stands in its way, each with what to do about it
   * @param confirmation what {@code confirm} must say; null where nothing must be said
   */
  record Plan(
      String database,
      List<String> chain,
      Instant consistentAt,
      String point,
      String scope,
      String target,
      String repository,
      @Nullable LogRange log,
      long storedBytes,
      long plainBytes,
      @Nullable Duration estimate,
      List<Needed> requirements,
      List<String> obstacles,
      @Nullable String confirmation) {
    static Plan of(RestorePlan plan) {
      return new Plan(
          plan.backup().database(),
          plan.chain().stream().map(Manifest::id).toList(),
          plan.backup().consistentAt(),
          Points.text(plan.point()),
          Scopes.text(plan.scope()),
          plan.target(),
          plan.repository(),
          plan.log().orElse(null),
          plan.storedBytes(),
          plan.plainBytes(),
          plan.estimate().orElse(null),
          plan.requirements().stream().map(Needed::of).toList(),
          plan.obstacles(),
          plan.confirmation().orElse(null));
    }
  }

  /**
   * A restore that was made.
   *
   * @param into the database, or the folder
   * @param safety the backup taken before, or the folder moved aside, by which it can be undone
   */
  record Made(
      String restore,
      String database,
      String backup,
      String into,
      String state,
      Instant started,
      @Nullable Instant finished,
      @Nullable String safety,
      @Nullable String failure) {
    static Made of(RestoreRecord record) {
      String folder = record.folder();
      String safety = record.safety();
      return new Made(
          record.id(),
          record.database(),
          record.backup(),
          folder == null ? record.target() : folder,
          BackupResults.lower(record.state()),
          record.started(),
          record.finished(),
          safety == null ? record.aside() : safety,
          record.failure());
    }

    static Made of(Restored restored) {
      return of(restored.record());
    }
  }

  /** Statements that were written; read them at the path. */
  record Written(String backup, long bytes, String path) {}
}
