package dev.weir.backup.mysql;

import dev.weir.api.Failed;
import dev.weir.runtime.program.Command;
import dev.weir.runtime.program.SearchPath;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The server of this machine that can run what a backup holds.
 *
 * @param server {@code mariadbd} or {@code mysqld}
 * @param version of it
 */
record ServerProgram(Path server, Version version) {
  /**
   * Of the backup's family and not older.
   *
   * @param folder where to look first; null for the usual places alone
   */
  static ServerProgram of(Version origin, @Nullable Path folder) throws IOException {
    Path server = program(origin.mariadb() ? "mariadbd" : "mysqld", origin, folder);
    Version version = version(server, origin);
    if (version.mariadb() != origin.mariadb() || version.olderThan(origin)) {
      throw missing(server + " is of " + version + " and cannot run what is of " + origin, origin);
    }
    return new ServerProgram(server, version);
  }

  /** The same series as well: data files are read by their own. */
  static ServerProgram ofSeries(Version origin) throws IOException {
    ServerProgram found = of(origin, null);
    if (!found.version.sameSeries(origin)) {
      throw missing(
          found.server + " is of " + found.version + ", and data files are of " + origin, origin);
    }
    return found;
  }

  /** MySQL's server tells no name of its family, and MariaDB's answers to that name too. */
  private static Version version(Path server, Version origin) throws IOException {
    String told = Command.of(server.toString(), "--no-defaults", "--version").run();
    Version version = Version.ofProgram(told);
    return version.major() == 0 ? origin : version;
  }

  static Path program(String name, Version origin, @Nullable Path folder) {
    return Stream.of(folder, Path.of("/usr/sbin"), Path.of("/usr/libexec"))
        .filter(Objects::nonNull)
        .map(each -> each.resolve(name))
        .filter(Files::isExecutable)
        .findFirst()
        .or(() -> SearchPath.find(name))
        .orElseThrow(() -> missing("There is no " + name + " on this machine", origin));
  }

  private static Failed missing(String what, Version origin) {
    return Failed.because(
        MysqlBackupError.SCRATCH,
        what
            + ". Install the package "
            + (origin.mariadb() ? "mariadb-server" : "mysql-server")
            + " of version "
            + origin.major()
            + "."
            + origin.minor()
            + " or newer.");
  }

  /** Makes an empty data folder. */
  void install(Path data) throws IOException {
    if (version.mariadb()) {
      Path install = program("mariadb-install-db", version, null);
      Command.of(install.toString(), "--no-defaults", "--datadir=" + data)
          .with("--auth-root-authentication-method=normal", "--skip-test-db", user())
          .run();
    } else {
      command("--no-defaults", data).with("--initialize-insecure").run();
    }
  }

  /**
   * The server on a data folder.
   *
   * @param defaults the option that says which file of options is read, which must come first
   */
  Command command(String defaults, Path data) {
    Command command = Command.of(server.toString(), defaults, user(), "--datadir=" + data);
    return version.mariadb()
        ? command
        : command.with("--basedir=" + server.toAbsolutePath().resolve("../..").normalize());
  }

  /** Settings of a server that nobody else shall find. */
  List<String> settings() {
    return version.mariadb() ? List.of() : List.of("--mysqlx=OFF");
  }

  private static String user() {
    return "--user=" + System.getProperty("user.name");
  }

  /** The way in which an account proves itself that every client program knows. */
  String identified(String password) {
    boolean named = !version.mariadb() && version.major() == 8 && version.minor() < 4;
    return (named ? "IDENTIFIED WITH mysql_native_password BY '" : "IDENTIFIED BY '")
        + password
        + "'";
  }
}
