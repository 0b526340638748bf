package dev.weir.backup.postgresql;

import dev.weir.api.Failed;
import dev.weir.runtime.postgresql.BundledPostgres;
import dev.weir.runtime.postgresql.PostgresInstallation;
import dev.weir.runtime.postgresql.PostgresInstallations;
import dev.weir.runtime.postgresql.PostgresInstallations.Found;
import dev.weir.runtime.postgresql.PostgresVersion;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

/** A PostgreSQL server of this machine, or the bundled one, on which a backup can be tried. */
final class ServerPrograms {
  private ServerPrograms() {}

  /** For data files: the same major version. */
  static PostgresInstallation same(PostgresVersion version, Path folder) throws IOException {
    Optional<Found> found = PostgresInstallations.of("postgres", version.major(), null);
    if (found.isPresent()) {
      return found.get().installation();
    }
    return bundled(version, folder, true);
  }

  /** For dumps: the same major version or a newer one. */
  static PostgresInstallation atLeast(PostgresVersion version, Path folder) throws IOException {
    Optional<Found> found = PostgresInstallations.atLeast("postgres", version.major(), null);
    if (found.isPresent()) {
      return found.get().installation();
    }
    return bundled(version, folder, false);
  }

  private static PostgresInstallation bundled(PostgresVersion wanted, Path folder, boolean same)
      throws IOException {
    int major = PostgresVersion.parse(BundledPostgres.VERSION).major();
    boolean fits = same ? major == wanted.major() : major >= wanted.major();
    if (fits && BundledPostgres.available()) {
      return BundledPostgres.unpack(folder.resolve("runtime"));
    }
    throw Failed.because(
        PostgresBackupError.TOOL,
        "There is no PostgreSQL server of version "
            + wanted.major()
            + " on this machine to try the backup on. Install the package postgresql-"
            + wanted.major()
            + ".");
  }
}
