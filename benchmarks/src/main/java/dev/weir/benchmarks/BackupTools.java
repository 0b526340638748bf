package dev.weir.benchmarks;

import dev.weir.testing.databases.DatabaseServer;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The commands of the backup benchmark, all on one server and one folder. */
final class BackupTools {
  private static final String BENCH = "bench";
  private static final String COPY = "copy";
  private static final String EMPTY = "empty";

  private final Path folder;
  private final Path socket;
  private final DatabaseServer server;
  private final Distribution weir;
  private final Path plain;
  private final Path encrypted;
  private final Path nothing;

  BackupTools(Path folder, Path socket, DatabaseServer server, Distribution weir)
      throws IOException {
    this.folder = folder;
    this.socket = socket;
    this.server = server;
    this.weir = weir;
    plain = config("plain", false);
    encrypted = config("encrypted", true);
    nothing = folder.resolve("nothing");
  }

  static Map<String, String> settings(Path folder, Path socket) {
    Map<String, String> settings = new HashMap<>();
    settings.put("max_wal_senders", "5");
    settings.put("max_wal_size", "4GB");
    settings.put("shared_buffers", "256MB");
    if (onPath("pgbackrest")) {
      settings.put("archive_mode", "on");
      settings.put("archive_command", pgBackRest(folder, "archive-push %p"));
      settings.put("unix_socket_directories", socket.toString());
    }
    return settings;
  }

  private static String pgBackRest(Path folder, String command) {
    return "pgbackrest --config=" + folder.resolve("pgbackrest.conf") + " --stanza=main " + command;
  }

  static boolean onPath(String program) {
    return Arrays.stream(System.getenv("PATH").split(File.pathSeparator))
        .anyMatch(each -> Path.of(each, program).toFile().canExecute());
  }

  private Path config(String name, boolean encryption) throws IOException {
    return Files.writeString(
        folder.resolve(name + ".yaml"),
        """
        databases:
          bench: {url: "%s"}
          copy: {url: "%s"}
          empty: {url: "%s"}
        settings:
          backup:
            repository: %s
            encryption: %s
        """
            .formatted(url(BENCH), url(COPY), url(EMPTY), folder.resolve(name), encryption));
  }

  private String url(String database) {
    return server.adminUrl().replaceFirst("(://[^/]+/)[^?]*", "$1" + database);
  }

  private Run sh(String command) throws IOException, InterruptedException {
    String password = server.adminUrl().replaceFirst(".*://[^:]+:([^@]+)@.*", "$1");
    return Run.of(
        List.of("bash", "-o", "pipefail", "-c", command),
        Map.of(
            "PGHOST", server.host(),
            "PGPORT", Integer.toString(server.port()),
            "PGUSER", server.adminUrl().replaceFirst(".*://([^:]+):.*", "$1"),
            "PGPASSWORD", password));
  }

  private Run weir(Path config, String... words) throws IOException, InterruptedException {
    List<String> all = new ArrayList<>(List.of("--quiet", "--yes", "--config", config.toString()));
    all.addAll(List.of(words));
    return weir.run(all.toArray(String[]::new));
  }

  void fill(int scale) throws IOException, InterruptedException {
    sh(
        "createdb "
            + EMPTY
            + " && createdb "
            + BENCH
            + " && pgbench --quiet --initialize --scale="
            + scale
            + " "
            + BENCH);
    if (onPath("pgbackrest")) {
      Files.writeString(
          folder.resolve("pgbackrest.conf"),
          """
          [global]
          repo1-path=%1$s/pgbackrest
          log-path=%1$s
          lock-path=%1$s/lock
          spool-path=%1$s/spool
          log-level-file=off
          repo1-retention-full=1
          compress-type=zst
          compress-level=3
          process-max=2
          start-fast=y
          [main]
          pg1-path=%2$s
          pg1-port=%3$d
          pg1-socket-path=%4$s
          pg1-user=postgres
          """
              .formatted(folder, server.dataDirectory(), server.port(), socket));
      sh(pgBackRest(folder, "stanza-create"));
    }
  }

  private Contender shell(String name, Path output, String command) {
    return new Contender(name, output, () -> Contender.empty(output), () -> sh(command));
  }

  private Contender backup(String name, Path config, Path output, String... options) {
    List<String> words = new ArrayList<>(List.of("backup", "create", BENCH));
    words.addAll(List.of(options));
    return new Contender(
        name,
        output.resolve("backups"),
        () -> Contender.empty(output),
        () -> weir(config, words.toArray(String[]::new)));
  }

  /** Takes a backup of a database with nothing in it. */
  Run empty() throws IOException, InterruptedException {
    return weir(plain, "backup", "create", EMPTY, "--method", "pg_dump", "--no-tally");
  }

  List<Contender> logical() {
    Path file = folder.resolve("dump");
    Path clear = folder.resolve("plain");
    Path sealed = folder.resolve("encrypted");
    return List.of(
        shell("`pg_dump -Fc`", file, "pg_dump -Fc -f " + file + " " + BENCH),
        shell(
            "`pg_dump -Fc -Z0 \\| zstd -T2`",
            file,
            "pg_dump -Fc -Z0 " + BENCH + " | zstd -q -3 -T2 -f -o " + file),
        backup("Weir `pg_dump`", plain, clear, "--method", "pg_dump", "--no-tally"),
        backup("Weir `pg_dump`, encrypted", encrypted, sealed, "--method", "pg_dump", "--no-tally"),
        backup(
            "Weir `pg_dump`, encrypted, counted and hashed",
            encrypted,
            sealed,
            "--method",
            "pg_dump"));
  }

  List<Contender> physical() {
    Path file = folder.resolve("base");
    Path clear = folder.resolve("plain");
    Path sealed = folder.resolve("encrypted");
    String base = "pg_basebackup --checkpoint=fast --wal-method=fetch --format=tar --pgdata=";
    String[] options = {"--method", "pg_basebackup", "--scope", "cluster"};
    List<Contender> all = new ArrayList<>();
    all.add(shell("`pg_basebackup \\| zstd -T2`", file, base + "- | zstd -q -3 -T2 -f -o " + file));
    all.add(
        shell(
            "`pg_basebackup --compress=client-zstd`",
            file,
            base + file + " --compress=client-zstd:level=3,workers=2"));
    if (onPath("pgbackrest")) {
      Path repository = folder.resolve("pgbackrest/backup/main");
      all.add(
          new Contender(
              "pgBackRest, two processes",
              repository,
              () -> {},
              () -> sh(pgBackRest(folder, "--type=full --log-level-console=error backup"))));
    }
    all.add(backup("Weir `pg_basebackup`", plain, clear, options));
    all.add(backup("Weir `pg_basebackup`, encrypted", encrypted, sealed, options));
    return all;
  }

  List<Contender> restores() throws IOException, InterruptedException {
    Path file = folder.resolve("dump.pgc");
    sh("pg_dump -Fc -f " + file + " " + BENCH);
    for (String each : List.of("plain", "encrypted")) {
      Contender.empty(folder.resolve(each));
    }
    String[] create = {"backup", "create", BENCH, "--method", "pg_dump", "--no-tally"};
    weir(plain, create);
    weir(encrypted, create);
    Contender.Action fresh = () -> sh("dropdb --if-exists --force copy; createdb copy");
    return List.of(
        new Contender(
            "`pg_restore -j2`", nothing, fresh, () -> sh("pg_restore -j2 -d " + COPY + " " + file)),
        new Contender("Weir", nothing, fresh, () -> restore(plain)),
        new Contender("Weir, encrypted", nothing, fresh, () -> restore(encrypted)));
  }

  private Run restore(Path config) throws IOException, InterruptedException {
    return weir(config, "restore", BENCH, "latest", "--into", COPY, "--jobs", "2");
  }
}
