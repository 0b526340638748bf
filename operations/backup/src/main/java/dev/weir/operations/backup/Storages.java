package dev.weir.operations.backup;

import dev.weir.api.WeirException;
import java.util.Set;

/** Tells failures of a storage or of this machine from faults of a backup. */
final class Storages {
  private static final Set<BackupError> OF_STORAGE =
      Set.of(BackupError.STORAGE_FAILED, BackupError.STORAGE_FULL, BackupError.NOT_WRITABLE);

  private Storages() {}

  static boolean failed(WeirException failure) {
    return failure.code() instanceof BackupError error && OF_STORAGE.contains(error);
  }
}
