package dev.weir.backup.postgresql;

import dev.weir.api.Definition;
import dev.weir.api.Failed;
import dev.weir.runtime.postgresql.Folders;
import dev.weir.runtime.postgresql.PostgresInstallation;
import dev.weir.runtime.postgresql.PostgresProcess;
import dev.weir.runtime.postgresql.PostgresVersion;
import dev.weir.runtime.program.FreePort;
import dev.weir.runtime.program.PrivateFile;
import dev.weir.spi.backup.BackupContent;
import dev.weir.spi.backup.Scope;
import dev.weir.spi.backup.Scratch;
import dev.weir.spi.backup.Work;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A private server on the loopback, for which nothing needs to last: it waits for no disk and is
 * gone, with its data, when closed.
 */
final class ScratchServer implements Scratch {
  static final String TAG = "weir.scratch";

  private static final String HOST = "127.0.0.1";
  private static final Duration PATIENCE = Duration.ofMinutes(2);
  private static final String SUPERUSER = "postgres";

  /** What a dump is restored with; nobody would miss a crash. */
  private static final String FAST =
      """
      fsync = off
      full_page_writes = off
      synchronous_commit = off
      wal_level = minimal
      max_wal_senders = 0
      archive_mode = off
      autovacuum = off
      max_wal_size = 4GB
      maintenance_work_mem = 256MB
      """;

  private final Path folder;
  private final PostgresProcess process;
  private final Definition definition;
  private final String password;

  private ScratchServer(
      Path folder, PostgresProcess process, Definition definition, String password) {
    this.folder = folder;
    this.process = process;
    this.definition = definition;
    this.password = password;
  }

  /** One with nothing in it but a database that is like the one of the backup. */
  static ScratchServer empty(BackupContent content, Path folder, Work work) {
    return Trouble.told(
        "A private server for the restore",
        work,
        () -> {
          work.step("Starting a private server");
          PostgresVersion version = PostgresVersion.parse(content.serverVersion());
          PostgresInstallation programs = ServerPrograms.atLeast(version, folder);
          Path data = folder.resolve("data");
          String password = randomPassword();
          Path file = PrivateFile.write(folder.resolve("password"), password);
          programs
              .serverCommand("initdb")
              .with("--pgdata=" + data, "--username=" + SUPERUSER, "--pwfile=" + file)
              .with("--auth=scram-sha-256", "--encoding=UTF8", "--locale=C.UTF-8")
              .with("--no-sync", "--no-instructions")
              .run();
          create(programs, data, content);
          int port = FreePort.any();
          Files.writeString(
              data.resolve("postgresql.conf"), settings(port) + FAST, StandardOpenOption.APPEND);
          PostgresProcess process = start(programs, data, folder.resolve("server.log"));
          Definition definition =
              definition(port, SUPERUSER, whole(content) ? "scratch" : SUPERUSER);
          return new ScratchServer(folder, process, definition, password);
        });
  }

  private static boolean whole(BackupContent content) {
    return !(content.scope() instanceof Scope.Cluster);
  }

  /** In single-user mode, so that whoever is given the definition finds its database. */
  private static void create(PostgresInstallation programs, Path data, BackupContent content)
      throws IOException {
    if (!whole(content)) {
      return;
    }
    DatabaseShape shape = shape(content);
    if (!single(programs, data, shape.create("scratch")).contains("ERROR:")) {
      return;
    }
    String output = single(programs, data, "CREATE DATABASE scratch TEMPLATE template0");
    if (output.contains("ERROR:") || output.contains("FATAL:")) {
      throw Failed.because(
          PostgresBackupError.SCRATCH, "A private server failed to make a database: " + output);
    }
  }

  private static DatabaseShape shape(BackupContent content) throws IOException {
    try (var in = content.read("database.txt")) {
      return DatabaseShape.parse(new String(in.readAllBytes(), StandardCharsets.UTF_8));
    }
  }

  private static String single(PostgresInstallation programs, Path data, String statement)
      throws IOException {
    List<String> told = new CopyOnWriteArrayList<>();
    try (var running =
        programs
            .serverCommand("postgres")
            .with("--single", "-D", data.toString(), "-F", SUPERUSER)
            .start(told::add)) {
      running.input().write((statement + "\n").getBytes(StandardCharsets.UTF_8));
      running.input().close();
      running.output().transferTo(java.io.OutputStream.nullOutputStream());
      running.exit();
      running.told();
    }
    return String.join("\n", told);
  }

  static String settings(int port) {
    return """

    # Written by Weir for a private server.
    listen_addresses = '%s'
    port = %d
    unix_socket_directories = ''
    ssl = off
    logging_collector = off
    """
        .formatted(HOST, port);
  }

  static Definition definition(int port, String user, String database) {
    return Definition.builder("scratch", "POSTGRESQL")
        .host(HOST)
        .port(port)
        .database(database)
        .user(user)
        .tls(new Definition.Tls(Definition.Tls.Mode.DISABLE, null, null, null, "TLSv1.2"))
        .tag(TAG, "true")
        .build();
  }

  static PostgresProcess start(PostgresInstallation programs, Path data, Path log) {
    try {
      return PostgresProcess.start(programs, data, log, PATIENCE);
    } catch (IOException e) {
      throw Failed.because(
          PostgresBackupError.SCRATCH, "A private server did not start: " + e.getMessage(), e);
    }
  }

  static String randomPassword() {
    byte[] bytes = new byte[18];
    new SecureRandom().nextBytes(bytes);
    return HexFormat.of().formatHex(bytes);
  }

  static void forget(Path folder) {
    try {
      for (Path path : children(folder)) {
        Folders.delete(path);
      }
    } catch (IOException e) {
      // the folder is the caller's, who removes it
    }
  }

  private static List<Path> children(Path folder) throws IOException {
    try (var children = Files.list(folder)) {
      return children.toList();
    }
  }

  @Override
  public Definition definition() {
    return definition;
  }

  @Override
  public Supplier<@Nullable String> password() {
    return () -> password;
  }

  @Override
  public @Nullable Path folder() {
    return null;
  }

  @Override
  public void start(Work work) {
    // it runs already
  }

  @Override
  public void close() {
    process.close();
    forget(folder);
  }
}
