package dev.weir.testing.databases;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Map;

/** PostgreSQL of one major version. */
record PostgreSql(String artifact) implements Engine {
  static final PostgreSql V15 = new PostgreSql(Binaries.version("postgresql15"));
  static final PostgreSql V18 = new PostgreSql(Binaries.version("postgresql18"));

  /** Tests of several modules use it at once, some with two-phase commit. */
  static final ServerOptions SHARED =
      new ServerOptions(
          Map.of(
              "fsync", "off",
              "synchronous_commit", "off",
              "full_page_writes", "off",
              "max_connections", "300",
              "max_prepared_transactions", "50"));

  private static final String SUPERUSER = "postgres";

  @Override
  public String type() {
    return "POSTGRESQL";
  }

  /** The artifact's last number counts its own editions. */
  @Override
  public String version() {
    return artifact.substring(0, artifact.lastIndexOf('.'));
  }

  @Override
  public String scheme() {
    return "postgresql";
  }

  @Override
  public String user() {
    return "weir";
  }

  @Override
  public String admin() {
    return SUPERUSER;
  }

  @Override
  public String adminPassword() {
    return ADMIN_PASSWORD;
  }

  @Override
  public String database() {
    return "weir";
  }

  @Override
  public void prepare(Home home) throws IOException {
    Path password = home.directory().resolve("admin-password");
    Files.writeString(password, ADMIN_PASSWORD);
    run(
        List.of(
            program("initdb"),
            "--pgdata=" + home.data(),
            "--username=" + SUPERUSER,
            "--pwfile=" + password,
            "--auth-local=trust",
            "--auth-host=scram-sha-256",
            "--encoding=UTF8",
            "--locale=C.UTF-8",
            "--no-sync",
            "--no-instructions"),
        Commands.NOTHING);
    Path accounts = home.directory().resolve("accounts.sql");
    Files.writeString(
        accounts,
        """
        CREATE ROLE weir LOGIN PASSWORD '%s'
        CREATE DATABASE weir OWNER weir
        """
            .formatted(PASSWORD));
    run(
        List.of(
            program("postgres"),
            "--single",
            "-D",
            home.data().toString(),
            "-c",
            "fsync=off",
            SUPERUSER),
        accounts);
    Files.writeString(
        home.data().resolve("postgresql.conf"), configuration(home), StandardOpenOption.APPEND);
  }

  private static String configuration(Home home) throws IOException {
    StringBuilder lines =
        new StringBuilder(
            """
            listen_addresses = '%s'
            port = %d
            unix_socket_directories = ''
            timezone = 'UTC'
            log_timezone = 'UTC'
            """
                .formatted(Home.HOST, home.port()));
    home.certificate()
        .ifPresent(tls ->
            lines.append(
                "ssl = on%nssl_cert_file = '%s'%nssl_key_file = '%s'%n"
                    .formatted(tls.certificate(), tls.key())));
    home.options()
        .settings()
        .forEach(
            (name, value) -> lines.append("%s = '%s'%n".formatted(name, value.replace("'", "''"))));
    return lines.toString();
  }

  @Override
  public List<String> command(Home home) throws IOException {
    return Commands.unprivileged(List.of(program("postgres"), "-D", home.data().toString()));
  }

  /**
   * The eighth line of the pid file tells the server's state, as {@code pg_ctl --wait} reads it.
   */
  @Override
  public boolean answers(Home home, long pid) throws IOException {
    try {
      List<String> lines = Files.readAllLines(home.data().resolve("postmaster.pid"));
      return lines.size() >= 8
          && lines.getFirst().equals(String.valueOf(pid))
          && lines.get(7).startsWith("ready");
    } catch (NoSuchFileException notYet) {
      return false;
    }
  }

  @Override
  public String stopSignal() {
    return "INT";
  }

  private static void run(List<String> command, Path input) throws IOException {
    Commands.run(Commands.unprivileged(command), Map.of(), input);
  }

  private String program(String name) throws IOException {
    Path binaries =
        Binaries.fromTar(
            "postgresql-" + artifact,
            Binaries.FOLDER + "postgresql-%s/postgres-linux-x86_64.txz".formatted(artifact));
    return binaries.resolve("bin").resolve(name).toString();
  }
}
