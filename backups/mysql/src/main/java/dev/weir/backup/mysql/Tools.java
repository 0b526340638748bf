package dev.weir.backup.mysql;

import dev.weir.api.Failed;
import dev.weir.runtime.program.Command;
import dev.weir.runtime.program.Running;
import dev.weir.runtime.program.SearchPath;
import dev.weir.spi.backup.Requirement;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The client programs of this machine that fit a server: of its own family before the other, and
 * not older than it.
 *
 * @param folder where to look; null for the usual places
 */
record Tools(Version server, @Nullable Path folder) {
  /** A program that was found. */
  record Found(Path path, Version version) {}

  static Tools of(Version server, Map<String, String> options) {
    String folder = options.get("tools");
    return new Tools(server, folder == null || folder.isBlank() ? null : Path.of(folder));
  }

  Found dump() {
    return need("mysqldump", "mariadb-dump");
  }

  Found client() {
    return need("mysql", "mariadb");
  }

  List<Requirement> requirements() {
    return List.of(requirement("mysqldump", "mariadb-dump"), requirement("mysql", "mariadb"));
  }

  /** The program that fetches binary logs as they are; of either family, as it is there. */
  Found fetcher() {
    return Stream.of("mariadb-binlog", "mysqlbinlog")
        .flatMap(name -> path(name).stream())
        .findFirst()
        .map(path -> new Found(path, new Version(mariadbs(path), 0, 0, "")))
        .orElseThrow(() ->
            Failed.because(
                MysqlBackupError.TOOL,
                "There is no program here that reads binary logs. " + mend()));
  }

  /**
   * What turns binary logs into statements: MariaDB's program, which reads those of MySQL too.
   * MySQL's own repeats the GTIDs, and a server that has seen one skips its transaction in silence.
   */
  Requirement reader() {
    return readers()
        .findFirst()
        .map(path -> Requirement.ok("mariadb-binlog", path + " reads the binary logs."))
        .orElseGet(() ->
            Requirement.missing(
                "mariadb-binlog",
                "There is no mariadb-binlog "
                    + where()
                    + ", which reads the binary logs of MariaDB and MySQL alike.",
                "Install the package mariadb-client" + named() + "."));
  }

  /** What {@link #reader} has found; throws when that is missing. */
  Path needReader() {
    Requirement found = reader();
    return readers()
        .findFirst()
        .orElseThrow(
            () -> Failed.because(MysqlBackupError.TOOL, found.finding() + " " + found.mend()));
  }

  private Stream<Path> readers() {
    return Stream.of("mariadb-binlog", "mysqlbinlog")
        .flatMap(name -> path(name).stream())
        .filter(Tools::mariadbs);
  }

  /** MariaDB's programs answer to MySQL's names too. */
  private static boolean mariadbs(Path path) {
    try {
      return path.toRealPath().getFileName().toString().startsWith("mariadb");
    } catch (IOException e) {
      return false;
    }
  }

  /** What copies data files must be of the server's own series. */
  Requirement backup() {
    String mend = "Install the package mariadb-backup of version " + series() + ".";
    Optional<Path> program = path("mariadb-backup").or(() -> path("mariabackup"));
    if (program.isEmpty() || path("mbstream").isEmpty()) {
      return Requirement.missing(
          "mariadb-backup", "There is no mariadb-backup or no mbstream here.", mend);
    }
    Version version = version(program.get());
    String where = program.get() + " is of " + version;
    return version.sameSeries(server)
        ? Requirement.ok("mariadb-backup", where + ".")
        : Requirement.missing(
            "mariadb-backup", where + ", while the server is " + server + ".", mend);
  }

  private String series() {
    return server.major() + "." + server.minor();
  }

  /** What {@link #backup} has found; throws when that is missing. */
  Found needBackup() {
    Requirement found = backup();
    if (found.state() == Requirement.State.MISSING) {
      throw Failed.because(MysqlBackupError.TOOL, found.finding() + " " + found.mend());
    }
    Path program = path("mariadb-backup").or(() -> path("mariabackup")).orElseThrow();
    return new Found(program, version(program));
  }

  /** What unpacks its stream. */
  Path unpacker() {
    return path("mbstream").orElseThrow();
  }

  private Found need(String mysql, String mariadb) {
    Requirement found = requirement(mysql, mariadb);
    if (found.state() == Requirement.State.MISSING) {
      throw Failed.because(MysqlBackupError.TOOL, found.finding() + " " + found.mend());
    }
    return best(mysql, mariadb).orElseThrow();
  }

  private Requirement requirement(String mysql, String mariadb) {
    String own = server.mariadb() ? mariadb : mysql;
    Optional<Found> best = best(mysql, mariadb);
    if (best.isEmpty()) {
      return Requirement.missing(own, "There is no " + own + " " + where() + ".", mend());
    }
    Found found = best.get();
    String where = found.path() + " is of " + found.version();
    if (found.version().olderThan(server)) {
      return Requirement.missing(
          own, where + " and older than the server, which is " + server + ".", mend());
    }
    return found.version().mariadb() == server.mariadb()
        ? Requirement.ok(own, where + ".")
        : Requirement.warning(
            own, where + ", while the server is " + server + ".", "Better: " + mend());
  }

  private String mend() {
    return "Install the package "
        + (server.mariadb() ? "mariadb-client" : "mysql-client")
        + " of version "
        + server.major()
        + "."
        + server.minor()
        + " or newer"
        + named()
        + ".";
  }

  private String where() {
    return folder == null ? "on this machine" : "in " + folder;
  }

  private String named() {
    return folder == null ? "" : ", and name its folder with the option `tools`";
  }

  /** One of the server's family that is new enough, or else whatever is there. */
  private Optional<Found> best(String mysql, String mariadb) {
    List<Found> all = new ArrayList<>();
    for (String name : server.mariadb() ? List.of(mariadb, mysql) : List.of(mysql, mariadb)) {
      path(name).ifPresent(path -> all.add(new Found(path, version(path))));
    }
    return all.stream()
        .filter(found ->
            found.version().mariadb() == server.mariadb() && !found.version().olderThan(server))
        .findFirst()
        .or(() -> all.stream().findFirst());
  }

  private Optional<Path> path(String name) {
    return folder == null
        ? SearchPath.find(name)
        : Optional.of(folder.resolve(name)).filter(Files::isExecutable);
  }

  private static Version version(Path program) {
    // mariadb-backup tells it on its standard error.
    try (Running running = Command.of(program.toString(), "--version").start()) {
      running.input().close();
      String out = new String(running.output().readAllBytes(), StandardCharsets.UTF_8);
      running.finish();
      return Version.ofProgram(out.isBlank() ? running.told() : out);
    } catch (IOException e) {
      return Version.ofProgram("");
    }
  }
}
