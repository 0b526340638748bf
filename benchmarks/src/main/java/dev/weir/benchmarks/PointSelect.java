package dev.weir.benchmarks;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import dev.weir.Weir;
import dev.weir.api.Database;
import dev.weir.api.Definition;
import dev.weir.api.Rows;
import dev.weir.api.Secret;
import dev.weir.api.WeirException;
import dev.weir.testing.databases.DatabaseServer;
import dev.weir.testing.databases.Servers;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;

/**
 * A row by its key through {@link Database} with the default stages on, against a pool and JDBC
 * alone, and against the AWS Advanced JDBC Wrapper with its default plugins. Server, clients and
 * pool sizes are the same; server and client share the machine.
 */
final class PointSelect implements Benchmark {
  static final String SELECT = "select name from t where id = ?";
  static final int ROWS = 100_000;
  private static final int POOL = 10;
  private static final String WEIR = "Weir";
  private static final String PLAIN = "HikariCP + JDBC";
  private static final String AWS = "AWS Advanced JDBC Wrapper + HikariCP";

  @Override
  public String name() {
    return "point-select";
  }

  @Override
  public void run(boolean quick, Consumer<Figure> told) throws Exception {
    try (DatabaseServer server = Servers.freshPostgresql15(Map.of());
        Weir weir = Weir.open(List.of(definition(server)));
        HikariDataSource plain = pool(server, "jdbc:postgresql", "org.postgresql.Driver");
        HikariDataSource aws =
            pool(server, "jdbc:aws-wrapper:postgresql", "software.amazon.jdbc.Driver")) {
      Database database = weir.database("bench");
      fill(database);
      Map<String, Load.Question> contenders = new LinkedHashMap<>();
      contenders.put(WEIR, random -> through(database, random.nextLong(ROWS)));
      contenders.put(PLAIN, random -> directly(plain, random.nextLong(ROWS)));
      contenders.put(AWS, random -> directly(aws, random.nextLong(ROWS)));
      new Comparison(contenders, quick).run(told);
    }
  }

  private static Definition definition(DatabaseServer server) {
    Definition.Pool defaults = Definition.Pool.DEFAULT;
    return Definition.builder("bench", "POSTGRESQL")
        .host(server.host())
        .port(server.port())
        .database(server.database())
        .user(server.user())
        .password(Secret.of(server.password()))
        .pool(
            new Definition.Pool(
                POOL,
                POOL,
                defaults.acquireTimeout(),
                defaults.idleTimeout(),
                defaults.maxLifetime(),
                defaults.leakThreshold()))
        .build();
  }

  private static HikariDataSource pool(DatabaseServer server, String scheme, String driver) {
    HikariConfig config = new HikariConfig();
    config.setDriverClassName(driver);
    config.setJdbcUrl(
        scheme + "://" + server.host() + ":" + server.port() + "/" + server.database());
    config.setUsername(server.user());
    config.setPassword(server.password());
    config.setMaximumPoolSize(POOL);
    return new HikariDataSource(config);
  }

  static void fill(Database database) {
    database.update("create table t (id bigint primary key, name text not null)");
    database.update(
        "insert into t select n, 'name ' || n from generate_series(0, ?::int - 1) n", ROWS);
    database.update("analyze t");
  }

  static void through(Database database, long id) {
    try (Rows rows = database.query(SELECT, id)) {
      rows.next();
      check(Objects.requireNonNull(rows.text(0)), id);
    }
  }

  private static void directly(HikariDataSource pool, long id) throws SQLException {
    try (Connection connection = pool.getConnection();
        PreparedStatement statement = connection.prepareStatement(SELECT)) {
      statement.setLong(1, id);
      try (ResultSet rows = statement.executeQuery()) {
        rows.next();
        check(rows.getString(1), id);
      }
    }
  }

  private static void check(String name, long id) {
    if (name.charAt(5) != Long.toString(id).charAt(0)) {
      throw new IllegalStateException("Row " + id + " is told as " + name + ".");
    }
  }

  /** Rounds in which each contender has its turn, in an order that moves on. */
  private record Comparison(Map<String, Load.Question> contenders, boolean quick) {
    private static final List<Integer> THREADS = List.of(1, 8, 64);

    void run(Consumer<Figure> told) throws Exception {
      Duration warm = Duration.ofMillis(quick ? 1_500 : 5_000);
      for (Load load : List.of(new Load(8, false), new Load(8, true))) {
        for (Load.Question question : contenders.values()) {
          load.run(question, warm);
        }
      }
      for (boolean virtual : List.of(false, true)) {
        for (int threads : THREADS) {
          Load load = new Load(threads, virtual);
          try {
            measure(load, told);
          } catch (WeirException | SQLException e) {
            told.accept(Figure.failed("point-select", e).with("load", load.toString()));
          }
        }
      }
    }

    private void measure(Load load, Consumer<Figure> told) throws Exception {
      Map<String, Samples> speed = new LinkedHashMap<>();
      Map<String, Samples> cpu = new LinkedHashMap<>();
      List<String> names = List.copyOf(contenders.keySet());
      int rounds = quick ? 6 : 15;
      Duration turn = Duration.ofMillis(quick ? 400 : 1_000);
      for (int round = 0; round < rounds; round++) {
        for (int i = 0; i < names.size(); i++) {
          String name = names.get((round + i) % names.size());
          Load.Rate rate = load.run(Objects.requireNonNull(contenders.get(name)), turn);
          speed.computeIfAbsent(name, _ -> new Samples()).add(rate.perSecond());
          cpu.computeIfAbsent(name, _ -> new Samples()).add(rate.cpuMicros());
        }
      }
      tell(load, PLAIN, speed, cpu, "ratio at least 0.97; at most 5 µs of CPU added", told);
      tell(load, AWS, speed, cpu, "ratio at least 1", told);
    }

    private static void tell(
        Load load,
        String peer,
        Map<String, Samples> speed,
        Map<String, Samples> cpu,
        String goal,
        Consumer<Figure> told) {
      Samples ours = Objects.requireNonNull(cpu.get(WEIR));
      Samples theirs = Objects.requireNonNull(cpu.get(peer));
      told.accept(
          Figure.compared(
                  "point-select",
                  Objects.requireNonNull(speed.get(WEIR)),
                  peer,
                  Objects.requireNonNull(speed.get(peer)),
                  "operations/s",
                  goal)
              .with("load", load.toString())
              .with("weirCpuMicros", ours.median())
              .with("peerCpuMicros", theirs.median())
              .with("addedCpuMicros", ours.differences(theirs).median()));
    }
  }
}
