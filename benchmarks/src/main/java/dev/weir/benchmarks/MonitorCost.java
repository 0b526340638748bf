package dev.weir.benchmarks;

import dev.weir.api.Definition;
import dev.weir.api.Secret;
import dev.weir.api.TransactionOptions;
import dev.weir.engine.Connectors;
import dev.weir.engine.Engine;
import dev.weir.engine.OpenDatabase;
import dev.weir.operations.monitor.Collecting;
import dev.weir.operations.monitor.History;
import dev.weir.operations.monitor.Sample;
import dev.weir.spi.monitor.NotChecked;
import dev.weir.spi.monitor.Plan;
import dev.weir.spi.monitor.StatementFigures;
import dev.weir.testing.databases.DatabaseServer;
import dev.weir.testing.databases.Servers;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What collecting each 15 seconds takes from a PostgreSQL with 5,000 tables and 5,000 fingerprints
 * under pgbench: its transactions a second with and without it, in turns.
 */
final class MonitorCost implements Benchmark {
  private static final String NAME = "monitor";
  private static final Path PGBENCH = Path.of("/usr/lib/postgresql/15/bin/pgbench");
  private static final Pattern RATE = Pattern.compile("tps = ([0-9.]+)");
  private static final Duration EVERY = Duration.ofSeconds(15);
  private static final int TABLES = 5_000;
  private static final Map<String, String> SETTINGS =
      Map.of(
          "shared_preload_libraries", "pg_stat_statements",
          "pg_stat_statements.max", "10000",
          "shared_buffers", "256MB",
          "max_locks_per_transaction", "256",
          "fsync", "off");

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public void run(boolean quick, Consumer<Figure> told) throws Exception {
    if (!Files.isExecutable(PGBENCH)) {
      told.accept(Figure.skipped(NAME, "pgbench is not at " + PGBENCH + "; install postgresql-15"));
      return;
    }
    Connectors connectors = Connectors.installed();
    try (DatabaseServer server = Servers.freshPostgresql15(SETTINGS);
        Engine engine =
            new Engine(connectors, List.of(definition(connectors, server)), Secret::reveal)) {
      prepare(server, engine.database("bench"), quick ? TABLES / 10 : TABLES);
      measure(server, engine, quick, told);
    }
  }

  private static Definition definition(Connectors connectors, DatabaseServer server) {
    String url = server.adminUrl().replaceAll("/[^/]*$", "/" + server.database());
    return connectors.parse("bench", url).orElseThrow().build();
  }

  private static void prepare(DatabaseServer server, OpenDatabase database, int tables)
      throws IOException, InterruptedException {
    pgbench(server, "-i", "-q", "-s", "10");
    database.update("create extension pg_stat_statements");
    for (int from = 0; from < tables; from += 250) {
      int first = from;
      database.transaction(
          TransactionOptions.DEFAULT,
          transaction -> {
            for (int i = first; i < first + 250; i++) {
              transaction.update("create table many_" + i + " (id int primary key, t text)");
            }
            return first;
          });
    }
    for (int i = 0; i < tables; i++) {
      database.query("select max(id) from many_" + i).list(row -> row.longAt(0));
    }
    database.update("analyze");
  }

  private static void measure(
      DatabaseServer server, Engine engine, boolean quick, Consumer<Figure> told)
      throws IOException, InterruptedException {
    int rounds = quick ? 2 : 7;
    String seconds = quick ? "20" : "60";
    Samples with = new Samples();
    Samples without = new Samples();
    Costs costs = new Costs();
    pgbench(server, "-T", "10", "-c", "4", "-j", "1");
    for (int i = 0; i < rounds; i++) {
      // Who goes first changes from round to round, so that a drift of the machine is nobody's.
      if (i % 2 == 0) {
        without.add(pgbench(server, "-T", seconds, "-c", "4", "-j", "1"));
      }
      try (Collecting _ = new Collecting(engine, costs, _ -> true, EVERY)) {
        with.add(pgbench(server, "-T", seconds, "-c", "4", "-j", "1"));
      }
      if (i % 2 == 1) {
        without.add(pgbench(server, "-T", seconds, "-c", "4", "-j", "1"));
      }
    }
    told.accept(
        Figure.compared(
            NAME, with, "without collecting", without, "transactions/s", "a ratio above 0.99"));
    told.accept(Figure.alone("monitor-look", costs.samples(), "s", "below 0.15, 1 % of 15 s"));
  }

  private static double pgbench(DatabaseServer server, String... arguments)
      throws IOException, InterruptedException {
    List<String> command = new java.util.ArrayList<>(List.of(PGBENCH.toString()));
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
    Matcher rate = RATE.matcher(told);
    return rate.find() ? Double.parseDouble(rate.group(1)) : 0;
  }

  /** Keeps nothing but what each look took. */
  private static final class Costs implements History {
    private final Queue<Double> seconds = new ConcurrentLinkedQueue<>();

    Samples samples() {
      Samples all = new Samples();
      seconds.forEach(all::add);
      return all;
    }

    @Override
    public void keep(String database, Instant at, List<Sample> samples) {
      samples.stream()
          .filter(each -> each.metric().equals("monitor.cost"))
          .forEach(each -> seconds.add(each.value()));
    }

    @Override
    public void gaps(String database, Instant at, List<NotChecked> gaps) {}

    @Override
    public void statements(String database, Instant at, List<StatementFigures> statements) {}

    @Override
    public boolean plan(String database, Instant at, SlowStatement statement, Plan plan) {
      return false;
    }
  }
}
