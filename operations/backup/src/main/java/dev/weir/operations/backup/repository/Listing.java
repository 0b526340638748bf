package dev.weir.operations.backup.repository;

import java.util.List;
import java.util.Optional;

/**
 * What a repository holds.
 *
 * @param backups the oldest first
 * @param damaged those whose manifest cannot be believed
 */
public record Listing(List<Manifest> backups, List<Damaged> damaged) {
  public Listing {
    backups = List.copyOf(backups);
    damaged = List.copyOf(damaged);
  }

  /**
   * A backup whose manifest cannot be believed.
   *
   * @param code such as {@code BACKUP-012}
   */
  public record Damaged(String database, String id, String code, String reason) {}

  public Optional<Manifest> find(String database, String id) {
    return backups.stream()
        .filter(each -> each.id().equals(id) && each.database().equals(database))
        .findFirst();
  }

  /** What there is of one database. */
  public Listing of(String database) {
    return new Listing(
        backups.stream().filter(each -> each.database().equals(database)).toList(),
        damaged.stream().filter(each -> each.database().equals(database)).toList());
  }
}
