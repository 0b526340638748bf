package dev.weir.operations.backup;

import java.nio.file.Path;

/** Whereto a backup is restored. */
public sealed interface Destination {
  /** Into a running server: the database itself, or another. */
  record Server(Subject subject) implements Destination {}

  /** Into the data folder of a server that does not run. */
  record Folder(Path path) implements Destination {
    public Folder {
      path = path.toAbsolutePath().normalize();
    }
  }
}
