package dev.weir.advisor.postgresql;

import static org.awaitility.Awaitility.await;

import dev.weir.api.Database;
import dev.weir.api.Statement;
import dev.weir.api.Transaction;
import dev.weir.api.TransactionOptions;
import dev.weir.api.Unavailable;
import dev.weir.api.WeirException;
import dev.weir.engine.Connectors;
import dev.weir.engine.Engine;
import dev.weir.spi.advise.Advice;
import dev.weir.spi.advise.Examination;
import dev.weir.spi.advise.Findings;
import dev.weir.spi.advise.Sample;
import dev.weir.testing.databases.DatabaseServer;
import dev.weir.testing.databases.ServerOptions;
import dev.weir.testing.databases.Tls;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** A healthy server on which faults are planted one after the other, and mended. */
final class Ward implements AutoCloseable {
  /**
   * Autovacuum is on and comes when nobody waits for it; the least age of transactions at which it
   * must come is as small as can be.
   */
  static final ServerOptions SETTINGS =
      new ServerOptions(
              Map.of(
                  "autovacuum_naptime", "1d",
                  "autovacuum_freeze_max_age", "100000",
                  "shared_buffers", "8MB",
                  "work_mem", "1MB",
                  "listen_addresses", "*",
                  "max_connections", "30",
                  "max_wal_senders", "5",
                  "jit", "off"))
          .with(Tls.VALID);

  private static final Duration PATIENCE = Duration.ofMinutes(2);
  private static final Duration LONG = Duration.ofMinutes(10);

  private final PostgresqlAdvisor advisor =
      new PostgresqlAdvisor(
          new Limits(
              Duration.ofSeconds(1),
              Duration.ofSeconds(1),
              Duration.ofSeconds(1),
              1 << 20,
              1 << 20,
              200_000));
  private final Function<ServerOptions, DatabaseServer> servers;
  private final DatabaseServer server;
  private final List<AutoCloseable> held = new ArrayList<>();
  private Engine engine = engine();
  private @Nullable Database follower;

  Ward(Function<ServerOptions, DatabaseServer> servers) {
    this.servers = servers;
    this.server = servers.apply(SETTINGS);
    admin("grant pg_monitor to weir");
  }

  private static Engine engine() {
    return new Engine(Connectors.installed(), List.of(), secret -> secret.reveal());
  }

  PostgresqlAdvisor advisor() {
    return advisor;
  }

  DatabaseServer server() {
    return server;
  }

  Database database() {
    return engine.database(server.url());
  }

  Database adminDatabase() {
    return engine.database(server.adminUrl());
  }

  Database as(String login, String password) {
    return engine.database(
        server.url().replaceFirst("//[^@]*@", "//" + login + ":" + password + "@"));
  }

  /** Runs statements as the owner of the database. */
  void owner(String... texts) {
    run(database(), texts);
  }

  /** Runs statements as a superuser. */
  void admin(String... texts) {
    run(adminDatabase(), texts);
  }

  private static void run(Database database, String... texts) {
    for (String text : texts) {
      Clinic.run(database, text);
    }
  }

  Findings examine(boolean superuser, List<Sample> samples) {
    return advisor.examine(Examination.of(superuser ? adminDatabase() : database()).with(samples));
  }

  Optional<Advice> advice(Fault fault) {
    return examine(fault.superuser(), fault.samples()).advice().stream()
        .filter(fault::isTold)
        .findFirst();
  }

  Advice awaitAdvice(Fault fault) {
    return await().atMost(PATIENCE).until(() -> advice(fault), Optional::isPresent).orElseThrow();
  }

  void awaitHealth(Fault fault) {
    await().atMost(PATIENCE).until(() -> advice(fault).isEmpty());
  }

  /** Does what an advice says, to the letter; the server is started again where it says so. */
  void follow(boolean superuser, List<String> commands) {
    Database database = superuser ? adminDatabase() : database();
    advisor.carryOut(database, commands, Duration.ofSeconds(10), _ -> {});
    if (commands.contains("-- then start the server again")) {
      restart();
    }
  }

  void restart() {
    engine.close();
    server.stop();
    server.start();
    engine = engine();
  }

  /** A transaction of the owner that stays open, in a pool of its own. */
  Transaction open() {
    Engine own = engine();
    held.add(own);
    Transaction transaction =
        own.database(server.url()).begin(TransactionOptions.DEFAULT.timeout(LONG));
    held.add(transaction);
    Clinic.run(transaction, "select 1"); // a connection is taken when there is something to do
    return transaction;
  }

  /** Transactions of the owner that stay open, as far as the server takes them. */
  void openAll(int count) {
    try {
      for (int i = 0; i < count; i++) {
        open();
      }
    } catch (Unavailable full) {
      // with what the pools hold already
    }
  }

  /** A statement of the owner that runs for as long as it likes. */
  void leaveRunning(String text) {
    Thread.ofVirtual()
        .start(() -> {
          try {
            database().query(Statement.of(text).timeout(LONG)).list(_ -> true);
          } catch (WeirException ended) {
            // by what the advice said
          }
        });
  }

  /** Ends what was held open. */
  void release() {
    for (AutoCloseable each : held.reversed()) {
      try {
        each.close();
      } catch (Exception gone) {
        // with its server, or by what the advice said
      }
    }
    held.clear();
  }

  /** A standby that follows this server from here on. */
  Database standby() {
    engine.close();
    server.stop();
    DatabaseServer standby = servers.apply(SETTINGS);
    standby.stop();
    Path data = standby.dataDirectory();
    try {
      String configuration = Files.readString(data.resolve("postgresql.conf"));
      shell("rm -rf \"$1\"/* && cp -a \"$0\"/. \"$1\"/", server.dataDirectory(), data);
      Files.writeString(data.resolve("postgresql.conf"), configuration);
      Files.writeString(
          data.resolve("postgresql.auto.conf"),
          "primary_conninfo = 'host=127.0.0.1 port=%d user=postgres password=admin-secret'%n"
              .formatted(server.port()));
      Files.createFile(data.resolve("standby.signal"));
      shell("chown --reference=\"$0\" \"$1\"/*", data.resolve("PG_VERSION"), data);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    server.start();
    standby.start();
    engine = engine();
    Engine own = engine();
    held.add(standby);
    held.add(own);
    follower = own.database(standby.adminUrl());
    return follower;
  }

  /** The standby that was made last. */
  Database follower() {
    return Objects.requireNonNull(follower);
  }

  private static void shell(String script, Path first, Path second) throws IOException {
    Process process =
        new ProcessBuilder("sh", "-c", script, first.toString(), second.toString())
            .inheritIO()
            .start();
    try {
      if (process.waitFor() != 0) {
        throw new IOException("The data could not be copied.");
      }
    } catch (InterruptedException e) {
      throw new IOException(e);
    }
  }

  /** Changes who is let in, and how. */
  void access(UnaryOperator<String> change) {
    try {
      Path file = server.dataDirectory().resolve("pg_hba.conf");
      Files.writeString(file, change.apply(Files.readString(file)));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    release();
    engine.close();
    server.close();
  }
}
