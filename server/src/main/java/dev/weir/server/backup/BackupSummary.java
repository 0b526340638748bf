package dev.weir.server.backup;

import dev.weir.backups.Scopes;
import dev.weir.operations.backup.repository.Listing.Damaged;
import dev.weir.operations.backup.repository.Manifest;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A backup in a list.
 *
 * @param consistentAt the moment whose state it holds
 * @param proof the last verification: {@code restore}, {@code checksums} or {@code failed}; null
 *     before one
 * @param problem why its manifest cannot be believed, with the code; null where it can. All but
 *     database and id are empty then
 */
record BackupSummary(
    String database,
    String id,
    @Nullable Instant consistentAt,
    String method,
    String level,
    @Nullable String base,
    String scope,
    long sourceBytes,
    long storedBytes,
    @Nullable Duration took,
    boolean encrypted,
    @Nullable String proof,
    boolean held,
    Map<String, String> labels,
    @Nullable String problem) {

  static BackupSummary of(Manifest backup) {
    return new BackupSummary(
        backup.database(),
        backup.id(),
        backup.consistentAt(),
        backup.method(),
        backup.level().name().toLowerCase(Locale.ROOT),
        backup.base(),
        Scopes.text(backup.scope()),
        backup.sizes().source(),
        backup.sizes().stored(),
        backup.took(),
        backup.encryption() != null,
        proof(backup),
        backup.held(Instant.now()),
        backup.labels(),
        null);
  }

  static BackupSummary of(Damaged backup) {
    return new BackupSummary(
        backup.database(),
        backup.id(),
        null,
        "",
        "",
        null,
        "",
        0,
        0,
        null,
        false,
        null,
        false,
        Map.of(),
        backup.reason() + " [" + backup.code() + "]");
  }

  private static @Nullable String proof(Manifest backup) {
    if (backup.proofs().isEmpty()) {
      return null;
    }
    Manifest.Proof last = backup.proofs().getLast();
    return last.good() ? last.level() : "failed";
  }

  /** Ids begin with the time, so the newest comes first. */
  String order() {
    return id + "/" + database;
  }
}
