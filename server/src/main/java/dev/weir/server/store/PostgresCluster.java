package dev.weir.server.store;

import dev.weir.runtime.postgresql.Folders;
import dev.weir.runtime.postgresql.PostgresInstallation;
import dev.weir.runtime.program.Command;
import dev.weir.runtime.program.FreePort;
import dev.weir.runtime.program.Running;
import dev.weir.runtime.program.Signals;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The data of the embedded PostgreSQL: makes it, sets it up, and sees to what an earlier server
 * left. Its superuser has no password and no way in over the network; single-user mode does what
 * needs one.
 */
final class PostgresCluster {
  static final String HOST = "127.0.0.1";

  private static final Logger LOG = LoggerFactory.getLogger(PostgresCluster.class);
  private static final String SUPERUSER = "postgres";
  private static final String STATEMENTS = "pg_stat_statements";
  private static final Pattern PORT = Pattern.compile("(?m)^port = (\\d+)$");
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private final PostgresInstallation runtime;
  private final Path data;
  private final Path logs;

  PostgresCluster(PostgresInstallation runtime, Path data, Path logs) {
    this.runtime = runtime;
    this.data = data;
    this.logs = logs;
  }

  /** A role that owns a database of its own. */
  enum Account {
    STORE("weir", "weir"),
    DEMO("weir_demo", "demo");

    private final String role;
    private final String database;

    Account(String role, String database) {
      this.role = role;
      this.database = database;
    }

    String role() {
      return role;
    }

    String database() {
      return database;
    }
  }

  Path data() {
    return data;
  }

  Path logs() {
    return logs;
  }

  boolean exists() {
    return Files.exists(data.resolve("PG_VERSION"));
  }

  /** Made beside its place and renamed, so that a crash leaves all of it or nothing. */
  void create(Map<Account, String> passwords) throws IOException {
    Path draft = data.resolveSibling(data.getFileName() + ".draft");
    Folders.delete(draft);
    boolean mac = System.getProperty("os.name").toLowerCase(Locale.ROOT).startsWith("mac");
    runtime
        .serverCommand("initdb")
        .with(
            "--pgdata=" + draft,
            "--username=" + SUPERUSER,
            "--auth-local=reject",
            "--auth-host=scram-sha-256",
            "--encoding=UTF8",
            "--locale=" + (mac ? "C" : "C.UTF-8"),
            "--no-sync",
            "--no-instructions")
        .run();
    List<String> server = new ArrayList<>();
    for (Account account : Account.values()) {
      server.add("create role " + account.role() + " login");
      server.add(password(account, Objects.requireNonNull(passwords.get(account))));
      server.add("create database " + account.database() + " owner " + account.role());
      server.add("revoke all on database " + account.database() + " from public");
    }
    server.addAll(rights());
    alone(draft, SUPERUSER, server, "-F");
    if (runtime.library(STATEMENTS)) {
      trust();
      for (Account account : Account.values()) {
        alone(draft, account.database(), List.of("create extension " + STATEMENTS), "-F");
      }
    }
    Files.writeString(draft.resolve("pg_hba.conf"), access());
    Files.writeString(
        draft.resolve("postgresql.conf"), "\ninclude 'weir.conf'\n", StandardOpenOption.APPEND);
    runtime.serverCommand("initdb").with("--sync-only", "--pgdata=" + draft).run();
    Files.move(draft, data, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }

  /** What the roles may do beyond their own database. */
  private static List<String> rights() {
    return List.of(
        "grant pg_monitor to " + Account.STORE.role() + ", " + Account.DEMO.role(),
        // Backups of the whole store are taken as replicas are.
        "alter role " + Account.STORE.role() + " replication",
        // A restore makes the database beside the old one.
        "alter role " + Account.DEMO.role() + " createdb");
  }

  /**
   * Gives the roles of a cluster that an earlier Weir has made what they lack, while the server is
   * down. Lines that somebody has added to the rules of access stay.
   */
  void grantMissing() throws IOException {
    if (runtime.library(STATEMENTS)) {
      trust();
    }
    Path file = data.resolve("pg_hba.conf");
    List<String> rules = access().lines().toList();
    List<String> found = Files.readAllLines(file);
    if (found.containsAll(rules)) {
      return;
    }
    alone(data, SUPERUSER, rights());
    List<String> all = new ArrayList<>(rules);
    found.stream().filter(each -> !rules.contains(each)).forEach(all::add);
    Files.write(file, all);
  }

  /** Lets the owner of a database make the extension anew, as a restore does. */
  private void trust() throws IOException {
    Path control =
        runtime
            .bin()
            .resolveSibling("share")
            .resolve("postgresql/extension/" + STATEMENTS + ".control");
    if (Files.isWritable(control) && !Files.readString(control).contains("trusted")) {
      Files.writeString(control, "\ntrusted = true\n", StandardOpenOption.APPEND);
    }
  }

  /** Gives roles other passwords, while the server is down. */
  void passwords(Map<Account, String> passwords) throws IOException {
    List<String> commands = new ArrayList<>();
    passwords.forEach((account, password) -> commands.add(password(account, password)));
    alone(data, SUPERUSER, commands);
  }

  private static String password(Account account, String password) {
    return "alter role " + account.role() + " password '" + password.replace("'", "''") + "'";
  }

  /** Writes the settings; the port stays what it was unless another program has taken it. */
  int configure() throws IOException {
    Path file = data.resolve("weir.conf");
    int port = remembered(file).filter(FreePort::free).orElseGet(FreePort::any);
    String preload = runtime.library(STATEMENTS) ? STATEMENTS : "";
    Files.writeString(
        file,
        """
        # Written by Weir at each start.
        listen_addresses = '%s'
        port = %d
        unix_socket_directories = ''
        max_connections = 100
        shared_buffers = 64MB
        effective_cache_size = 512MB
        maintenance_work_mem = 64MB
        max_wal_size = 512MB
        wal_compression = on
        jit = off
        timezone = 'UTC'
        log_timezone = 'UTC'
        shared_preload_libraries = '%s'
        logging_collector = on
        log_directory = '%s'
        log_filename = 'store-%%a.log'
        log_truncate_on_rotation = on
        log_rotation_age = 1d
        log_rotation_size = 0
        """
            .formatted(HOST, port, preload, logs.toString().replace("'", "''")));
    return port;
  }

  /**
   * Ends a server that runs on these data still, as one does whose Weir was killed. A file that
   * names a process of something else is stale, and removed.
   */
  void endLeftover() throws IOException {
    Optional<ProcessHandle> left = leftover();
    if (left.isEmpty()) {
      return;
    }
    ProcessHandle process = left.get();
    if (!process.info().commandLine().orElse("").contains(data.toString())) {
      Files.deleteIfExists(data.resolve("postmaster.pid"));
      return;
    }
    LOG.info("Ending the store that an earlier server left running (process {})", process.pid());
    Signals.send("INT", process.pid());
    if (!ended(process)) {
      Signals.send("QUIT", process.pid());
      if (!ended(process)) {
        throw new IOException(
            "Process " + process.pid() + " runs on " + data + " and does not end");
      }
    }
  }

  private Optional<ProcessHandle> leftover() throws IOException {
    try {
      List<String> lines = Files.readAllLines(data.resolve("postmaster.pid"));
      return lines.isEmpty()
          ? Optional.empty()
          : ProcessHandle.of(Long.parseLong(lines.getFirst()));
    } catch (NoSuchFileException | NumberFormatException e) {
      return Optional.empty();
    }
  }

  private static boolean ended(ProcessHandle process) {
    try {
      process.onExit().get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
      return true;
    } catch (java.util.concurrent.TimeoutException | java.util.concurrent.ExecutionException e) {
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  /** Runs commands without a server; an error is told in the output only. */
  void alone(Path directory, String database, List<String> commands, String... flags)
      throws IOException {
    List<String> told = new CopyOnWriteArrayList<>();
    Command command =
        runtime
            .serverCommand("postgres")
            .with("--single", "-D", directory.toString())
            .with(List.of(flags))
            .with("-c", "logging_collector=off", database);
    try (Running alone = command.start(told::add)) {
      alone.input().write((String.join("\n", commands) + "\n").getBytes(StandardCharsets.UTF_8));
      alone.input().close();
      alone.output().transferTo(OutputStream.nullOutputStream());
      alone.finish();
      alone.told();
    }
    String output = String.join("\n", told);
    if (output.contains("ERROR:") || output.contains("FATAL:")) {
      throw new IOException("Single-user mode failed: " + output);
    }
  }

  private static String access() {
    StringBuilder lines =
        new StringBuilder(
            "# Only these roles, and no other than its own to the store (rights: 2).\n");
    // Backups of the whole store are taken as replicas are.
    lines.append("host replication %s %s/32 scram-sha-256\n".formatted(Account.STORE.role(), HOST));
    String store = Account.STORE.database();
    lines.append("host %s %s %s/32 scram-sha-256\n".formatted(store, Account.STORE.role(), HOST));
    lines.append("host %s all %s/32 reject\n".formatted(store, HOST));
    // Whoever restores the demo database makes others beside it.
    lines.append("host all %s %s/32 scram-sha-256\n".formatted(Account.DEMO.role(), HOST));
    return lines.toString();
  }

  private static Optional<Integer> remembered(Path file) throws IOException {
    if (!Files.exists(file)) {
      return Optional.empty();
    }
    Matcher matcher = PORT.matcher(Files.readString(file));
    return matcher.find() ? Optional.of(Integer.valueOf(matcher.group(1))) : Optional.empty();
  }
}
