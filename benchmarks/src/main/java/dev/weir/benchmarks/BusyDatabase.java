package dev.weir.benchmarks;

import dev.weir.api.Definition;
import dev.weir.api.Secret;
import dev.weir.api.TransactionOptions;
import dev.weir.engine.Connectors;
import dev.weir.engine.Engine;
import dev.weir.engine.OpenDatabase;
import dev.weir.testing.databases.DatabaseServer;
import dev.weir.testing.databases.Servers;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A PostgreSQL of its own with many tables, a statement of its own on each of them that the server
 * has counted, and the tables of pgbench beside them. What the server does by itself now and then,
 * vacuum and checkpoints, is put off, so that it falls upon no round of a comparison.
 */
final class BusyDatabase implements AutoCloseable {
  private static final Path PGBENCH = Path.of("/usr/lib/postgresql/15/bin/pgbench");
  private static final Pattern RATE = Pattern.compile("tps = ([0-9.]+)");
  private static final Pattern PROCESSED =
      Pattern.compile("transactions actually processed: ([0-9]+)");
  private static final int AT_ONCE = 250;
  private static final Map<String, String> SETTINGS =
      Map.of(
          "shared_preload_libraries", "pg_stat_statements",
          "pg_stat_statements.max", "10000",
          "shared_buffers", "256MB",
          "max_locks_per_transaction", "256",
          "autovacuum", "off",
          "checkpoint_timeout", "1h",
          "max_wal_size", "8GB",
          "fsync", "off");

  private final DatabaseServer server;
  private final Engine engine;

  private BusyDatabase(DatabaseServer server, Engine engine) {
    this.server = server;
    this.engine = engine;
  }

  /** Why there can be none here; empty when there can. */
  static String missing() {
    return Files.isExecutable(PGBENCH)
        ? ""
        : "pgbench is not at " + PGBENCH + "; install postgresql-15";
  }

  static BusyDatabase with(int tables) throws IOException, InterruptedException {
    DatabaseServer server = Servers.freshPostgresql15(SETTINGS);
    Connectors connectors = Connectors.installed();
    Definition definition = connectors.parse("bench", url(server)).orElseThrow().build();
    var busy =
        new BusyDatabase(server, new Engine(connectors, List.of(definition), Secret::reveal));
    try {
      busy.fill(tables);
      return busy;
    } catch (IOException | InterruptedException | RuntimeException e) {
      busy.close();
      throw e;
    }
  }

  private void fill(int tables) throws IOException, InterruptedException {
    pgbench("-i", "-q", "-s", "10");
    OpenDatabase database = database();
    database.update("create extension pg_stat_statements");
    for (int from = 0; from < tables; from += AT_ONCE) {
      int first = from;
      database.transaction(
          TransactionOptions.DEFAULT,
          transaction -> {
            for (int i = first; i < Math.min(first + AT_ONCE, tables); i++) {
              transaction.update("create table many_" + i + " (id int primary key, t text)");
              transaction.update(
                  "insert into many_" + i + " select g, 't' from generate_series(1, 50) g");
            }
            return first;
          });
    }
    for (int i = 0; i < tables; i++) {
      database.query("select max(id) from many_" + i).list(row -> row.longAt(0));
    }
    database.update("analyze");
    database.update("checkpoint");
  }

  Engine engine() {
    return engine;
  }

  OpenDatabase database() {
    return engine.database("bench");
  }

  /** As its administrator. */
  String url() {
    return url(server);
  }

  private static String url(DatabaseServer server) {
    return server.adminUrl().replaceAll("/[^/]*$", "/" + server.database());
  }

  /** Runs pgbench to its end; its transactions a second, 0 when it tells none. */
  double pgbench(String... arguments) throws IOException, InterruptedException {
    return told(RATE, run(arguments));
  }

  /** Runs pgbench to its end; its transactions in all. */
  double transactions(String... arguments) throws IOException, InterruptedException {
    return told(PROCESSED, run(arguments));
  }

  private static double told(Pattern what, String output) {
    Matcher found = what.matcher(output);
    return found.find() ? Double.parseDouble(found.group(1)) : 0;
  }

  private String run(String... arguments) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of(PGBENCH.toString()));
    command.addAll(List.of("-h", server.host(), "-p", String.valueOf(server.port())));
    command.addAll(List.of("-U", server.user()));
    command.addAll(List.of(arguments));
    command.add(server.database());
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().put("PGPASSWORD", server.password());
    Process process = builder.start();
    String told = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    if (process.waitFor() != 0) {
      throw new IOException("pgbench failed: " + told);
    }
    return told;
  }

  @Override
  public void close() {
    engine.close();
    server.close();
  }
}
