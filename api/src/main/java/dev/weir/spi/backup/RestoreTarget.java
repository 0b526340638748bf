package dev.weir.spi.backup;

import java.nio.file.Path;

/** Whereto a backup is restored. */
public sealed interface RestoreTarget {
  /** Into a running server, or the file of an engine that lives in one. */
  record Living(BackupSource source) implements RestoreTarget {}

  /** Into the data folder of a server that does not run. */
  record Folder(Path folder) implements RestoreTarget {}
}
