package dev.weir.backup.postgresql;

import dev.weir.api.Definition;
import dev.weir.api.Failed;
import dev.weir.runtime.postgresql.PostgresInstallation;
import dev.weir.runtime.postgresql.PostgresProcess;
import dev.weir.runtime.postgresql.PostgresVersion;
import dev.weir.runtime.program.FreePort;
import dev.weir.spi.backup.BackupContent;
import dev.weir.spi.backup.Scratch;
import dev.weir.spi.backup.Work;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A private server on data files that were restored. It runs with settings of our own, not with
 * those of the server that was backed up, and lets in one login of our own and nobody else.
 */
final class ScratchFolder implements Scratch {
  private static final Duration PATIENCE = Duration.ofHours(12);

  private static final String SETTINGS =
      """
      fsync = off
      full_page_writes = off
      hot_standby = off
      archive_mode = off
      autovacuum = off
      max_connections = 50
      max_prepared_transactions = 200
      max_wal_size = 4GB
      """;

  private final Path folder;
  private final PostgresInstallation programs;
  private final String superuser;
  private final Definition definition;
  private final String password = ScratchServer.randomPassword();
  private final Path socket;
  private @Nullable PostgresProcess process;

  private ScratchFolder(
      Path folder,
      PostgresInstallation programs,
      String superuser,
      Definition definition,
      Path socket) {
    this.folder = folder;
    this.programs = programs;
    this.superuser = superuser;
    this.definition = definition;
    this.socket = socket;
  }

  static ScratchFolder of(BackupContent content, Path folder) throws IOException {
    PostgresVersion version = PostgresVersion.parse(content.serverVersion());
    PostgresInstallation programs = ServerPrograms.same(version, folder);
    Map<String, String> server = PhysicalRestore.server(content);
    // The path of a socket is short by nature; that of a folder need not be.
    Path socket = Files.createTempDirectory("weir-pg");
    return new ScratchFolder(
        folder,
        programs,
        server.getOrDefault("superuser", "postgres"),
        ScratchServer.definition(
            FreePort.any(), newUser(), server.getOrDefault("database", "postgres")),
        socket);
  }

  @Override
  public void start(Work work) {
    if (process != null) {
      return;
    }
    work.step("Starting a private server, which recovers first");
    Trouble.told(
        "A private server",
        work,
        () -> {
          configure();
          process = started();
          login();
          return true;
        });
  }

  private PostgresProcess started() {
    try {
      return PostgresProcess.start(programs, data(), folder.resolve("server.log"), PATIENCE);
    } catch (IOException e) {
      throw Failed.because(
          PostgresBackupError.RECOVERY,
          "The restored server did not recover to the point: " + e.getMessage(),
          e);
    }
  }

  private void configure() throws IOException {
    Path conf = data().resolve("postgresql.conf");
    if (Files.exists(conf)) {
      Files.move(
          conf, data().resolve("postgresql.conf.original"), StandardCopyOption.REPLACE_EXISTING);
    }
    Files.writeString(
        conf,
        ScratchServer.settings(definition.port())
            + SETTINGS
            + "unix_socket_directories = '"
            + socket
            + "'\nunix_socket_permissions = 0700\n");
    Path auto = data().resolve("postgresql.auto.conf");
    String all = Files.exists(auto) ? Files.readString(auto) : "";
    int recovery = all.indexOf(Recovery.BEGIN);
    String kept = recovery < 0 ? "" : all.substring(recovery);
    Files.writeString(
        auto,
        String.join("\n", kept.lines().filter(line -> !line.startsWith("port")).toList()) + "\n");
    Files.writeString(
        data().resolve("pg_hba.conf"),
        "local all all trust\nhost all " + user() + " 127.0.0.1/32 scram-sha-256\n");
    Files.writeString(data().resolve("pg_ident.conf"), "");
  }

  /** Through a socket in a folder that is ours alone. */
  private void login() throws IOException {
    Tools.of(0, Map.of())
        .command("psql")
        .with("-X", "-q", "-v", "ON_ERROR_STOP=1", "-h", socket.toString())
        .with("-p", String.valueOf(definition.port()), "-U", superuser, "-d", "postgres")
        .with("-f", "-")
        .run(
            "CREATE ROLE "
                + user()
                + " SUPERUSER LOGIN;\nSET password_encryption = 'scram-sha-256';\n"
                + "ALTER ROLE "
                + user()
                + " PASSWORD '"
                + password
                + "';\n");
  }

  /** A name that no role of the restored server has, not even of one that was a scratch itself. */
  private static String newUser() {
    return "weir_scratch_" + UUID.randomUUID().toString().substring(0, 8);
  }

  private String user() {
    return String.valueOf(definition.user());
  }

  private Path data() {
    return folder.resolve("data");
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
  public Path folder() {
    return data();
  }

  @Override
  public void close() {
    if (process != null) {
      process.close();
    }
    ScratchServer.forget(folder);
    ScratchServer.forget(socket);
    try {
      Files.deleteIfExists(socket);
    } catch (IOException e) {
      // an empty folder of the system's temporary ones
    }
  }
}
