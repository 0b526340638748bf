package dev.weir.cli;

import dev.weir.backups.Scopes;
import dev.weir.operations.backup.repository.Manifest;
import dev.weir.operations.backup.repository.Manifest.Proof;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Backups as a list: for people with sizes in words, for programs in bytes and milliseconds. */
final class BackupRows {
  private final boolean people;
  private final Listing rows;

  BackupRows(boolean people) {
    this.people = people;
    this.rows =
        people
            ? Listing.of(
                "database",
                "id",
                "state of",
                "method",
                "level",
                "scope",
                "size",
                "stored",
                "took",
                "proof",
                "hold")
            : Listing.of(
                "database",
                "id",
                "consistentAt",
                "method",
                "level",
                "base",
                "scope",
                "sourceBytes:integer",
                "storedBytes:integer",
                "tookMillis:integer",
                "encrypted:boolean",
                "proof",
                "held:boolean",
                "labels:array");
  }

  static Listing of(boolean people, List<Manifest> backups) {
    BackupRows all = new BackupRows(people);
    backups.forEach(all::add);
    return all.rows;
  }

  private void add(Manifest backup) {
    if (people) {
      rows.add(
          backup.database(),
          backup.id(),
          backup.consistentAt().truncatedTo(ChronoUnit.SECONDS).toString(),
          backup.method(),
          lower(backup.level()),
          Scopes.text(backup.scope()),
          Bytes.text(backup.sizes().source()),
          Bytes.text(backup.sizes().stored()),
          backup.took().toSeconds() + " s",
          proof(backup),
          backup.hold() == null ? null : "held");
      return;
    }
    rows.add(
        backup.database(),
        backup.id(),
        backup.consistentAt().toString(),
        backup.method(),
        lower(backup.level()),
        backup.base(),
        Scopes.text(backup.scope()),
        backup.sizes().source(),
        backup.sizes().stored(),
        backup.took().toMillis(),
        backup.encryption() != null,
        proof(backup),
        backup.hold() != null,
        backup.labels().entrySet().stream().map(e -> e.getKey() + "=" + e.getValue()).toList());
  }

  /** The last verification: {@code restore}, {@code checksums}, {@code failed}; null before one. */
  static @Nullable String proof(Manifest backup) {
    if (backup.proofs().isEmpty()) {
      return null;
    }
    Proof last = backup.proofs().getLast();
    return last.good() ? last.level() : "failed";
  }

  private static String lower(Enum<?> value) {
    return value.name().toLowerCase(Locale.ROOT);
  }
}
