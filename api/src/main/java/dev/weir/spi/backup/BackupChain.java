package dev.weir.spi.backup;

import java.util.List;

/**
 * The backups that a restore needs, and the log that rolls them forward.
 *
 * @param backups the full one first, then those that build on it, in order; never empty
 * @param log the archived log of the same database; empty where there is none
 */
public record BackupChain(List<BackupContent> backups, LogArchive log) {
  public BackupChain {
    backups = List.copyOf(backups);
  }

  public BackupContent full() {
    return backups.getFirst();
  }

  public BackupContent last() {
    return backups.getLast();
  }
}
