package dev.weir.operations.backup.repository;

import java.time.Instant;
import java.util.List;

/**
 * Somebody at work on a repository.
 *
 * @param id also the id of the backup that is being made, if one is
 * @param database empty when it is about the whole repository
 * @param uses the backups that it needs, or changes, or removes
 * @param line what no two may make at once, such as the chain of one method; empty for none
 * @param by who: host and process
 * @param seen when it was last renewed, by the clock of the store
 */
public record Lease(
    String id,
    Purpose purpose,
    String database,
    List<String> uses,
    String line,
    String by,
    Instant started,
    Instant seen) {
  public Lease {
    uses = List.copyOf(uses);
  }

  /** What it is held for. */
  public enum Purpose {
    CREATE,
    /** To restore, verify or copy: what it uses must stay. */
    READ,
    /** To change a manifest. */
    EDIT,
    /** To remove backups. */
    PRUNE
  }

  Lease seen(Instant when) {
    return new Lease(id, purpose, database, uses, line, by, started, when);
  }

  /** True when both cannot be at work at once. */
  boolean conflictsWith(Lease other) {
    boolean shared = uses.stream().anyMatch(other.uses::contains);
    boolean removing = purpose == Purpose.PRUNE || other.purpose == Purpose.PRUNE;
    boolean editing = purpose == Purpose.EDIT && other.purpose == Purpose.EDIT;
    boolean sameLine = !line.isEmpty() && line.equals(other.line);
    return sameLine || (shared && (removing || editing));
  }
}
