package dev.weir.advisor.mysql;

import static org.awaitility.Awaitility.await;

import dev.weir.api.Database;
import dev.weir.api.Rows;
import dev.weir.api.Statement;
import dev.weir.api.StatementRunner;
import dev.weir.api.Transaction;
import dev.weir.api.TransactionOptions;
import dev.weir.engine.Connectors;
import dev.weir.engine.Engine;
import dev.weir.spi.advise.Advice;
import dev.weir.spi.advise.Examination;
import dev.weir.spi.advise.Findings;
import dev.weir.testing.databases.DatabaseServer;
import java.net.URI;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A healthy server on which faults are planted one after the other, and mended. */
final class Ward implements AutoCloseable {
  private static final Limits SMALL =
      new Limits(Duration.ZERO, Duration.ofSeconds(1), 8 << 20, 8 << 20, 20);

  private final MysqlAdvisor advisor = new MysqlAdvisor(SMALL);
  private final DatabaseServer server;
  private Engine engine = engine();
  private final List<Transaction> open = new ArrayList<>();

  /** What its system tables hold of accounts without passwords is taken away. */
  Ward(DatabaseServer server) {
    this.server = server;
    Database database = engine.database(server.adminUrl().replaceAll("/[^/]*$", "/mysql"));
    database
        .query("select user, host from mysql.user where user = 'root'")
        .list(row -> "drop user '" + row.text(0) + "'@'" + row.text(1) + "'")
        .forEach(text -> run(database, text));
    run(database, "rename user 'admin'@'%' to 'admin'@'127.0.0.1'");
  }

  private static Engine engine() {
    return new Engine(Connectors.installed(), List.of(), secret -> secret.reveal());
  }

  /** Sessions learn of new rights when they begin. */
  void reconnect() {
    engine.close();
    engine = engine();
  }

  /** Runs a statement as most applications do: as text, which the server counts by its shape. */
  void runAsText(int times, String... texts) {
    String url =
        "jdbc:mariadb://127.0.0.1:%d/%s?user=admin&password=%s"
            .formatted(
                server.port(),
                server.database(),
                URI.create(server.adminUrl()).getUserInfo().split(":", 2)[1]);
    try (Connection connection = DriverManager.getConnection(url);
        java.sql.Statement statement = connection.createStatement()) {
      for (int i = 0; i < times; i++) {
        for (String text : texts) {
          statement.execute(text);
        }
      }
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  DatabaseServer server() {
    return server;
  }

  MysqlAdvisor advisor() {
    return advisor;
  }

  /** As an administrator, who sees everything. */
  Database database() {
    return engine.database(server.adminUrl().replaceAll("/[^/]*$", "/" + server.database()));
  }

  /** As the owner of the database, who sees less. */
  Database owner() {
    return engine.database(server.url());
  }

  void run(String... texts) {
    for (String text : texts) {
      run(database(), text);
    }
  }

  static void run(StatementRunner runner, String text) {
    if (runner.execute(Statement.of(text).timeout(Duration.ofMinutes(5))) instanceof Rows rows) {
      rows.list(_ -> true);
    }
  }

  /** Sessions that stay open until the fault is gone. */
  Transaction open() {
    Transaction transaction = database().begin(TransactionOptions.DEFAULT);
    open.add(transaction);
    run(transaction, "select 1");
    return transaction;
  }

  void release() {
    open.forEach(Transaction::close);
    open.clear();
  }

  Findings examine() {
    return advisor.examine(Examination.of(database()));
  }

  Optional<Advice> advice(Fault fault) {
    return examine().advice().stream().filter(fault::isTold).findFirst();
  }

  Advice awaitAdvice(Fault fault) {
    return await().until(() -> advice(fault), Optional::isPresent).orElseThrow();
  }

  void awaitHealth(Fault fault) {
    await().until(() -> advice(fault).isEmpty());
  }

  /** Does what an advice says, to the letter. */
  void follow(List<String> commands) {
    advisor.carryOut(database(), commands, Duration.ofSeconds(30), _ -> {});
  }

  @Override
  public void close() {
    release();
    engine.close();
    server.close();
  }
}
