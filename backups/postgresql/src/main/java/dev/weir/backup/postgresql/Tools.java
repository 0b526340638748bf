package dev.weir.backup.postgresql;

import dev.weir.api.Failed;
import dev.weir.runtime.postgresql.PostgresInstallations;
import dev.weir.runtime.postgresql.PostgresInstallations.Found;
import dev.weir.runtime.program.Command;
import dev.weir.spi.backup.Requirement;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The client programs of one machine that fit a server: never older than it, and otherwise as close
 * to it as can be had.
 *
 * @param major the server's major version
 * @param folder where to look; null for the usual places
 */
record Tools(int major, @Nullable Path folder) {
  static Tools of(int major, Map<String, String> options) {
    String folder = options.get("tools");
    return new Tools(major, folder == null || folder.isBlank() ? null : Path.of(folder));
  }

  Optional<Found> find(String program) {
    return PostgresInstallations.atLeast(program, major, folder);
  }

  /** Finds it or says what to install. */
  Found need(String program) {
    return find(program)
        .orElseThrow(
            () -> Failed.because(PostgresBackupError.TOOL, missing(program) + ". " + mend()));
  }

  Command command(String program) {
    return need(program).installation().command(program);
  }

  Requirement requirement(String program) {
    return find(program)
        .map(found ->
            Requirement.ok(
                program, program + " " + found.version() + " is at " + found.path() + "."))
        .orElseGet(() -> Requirement.missing(program, missing(program) + ".", mend()));
  }

  private String missing(String program) {
    List<Found> older = PostgresInstallations.all(program, folder);
    String where = folder == null ? "on this machine" : "in " + folder;
    return older.isEmpty()
        ? "There is no " + program + " " + where
        : program
            + " "
            + older.getLast().version()
            + " at "
            + older.getLast().path()
            + " is older than the server, which is PostgreSQL "
            + major;
  }

  private String mend() {
    return "Install the package postgresql-client-"
        + major
        + " or a newer one"
        + (folder == null ? "" : ", and name its folder with the option `tools`")
        + ".";
  }
}
