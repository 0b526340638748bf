package dev.weir.monitor.mysql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.weir.api.Statement;
import dev.weir.api.Transaction;
import dev.weir.api.TransactionOptions;
import dev.weir.engine.Connectors;
import dev.weir.engine.Engine;
import dev.weir.engine.OpenDatabase;
import dev.weir.spi.monitor.Look;
import dev.weir.spi.monitor.Reading;
import dev.weir.spi.monitor.ReplicaFigures;
import dev.weir.testing.databases.DatabaseServer;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** A replica that follows, lags, and stops. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class ReplicaContract {
  private static final MysqlMonitor MONITOR = new MysqlMonitor();

  private final DatabaseServer first;
  private final DatabaseServer second;
  private final Engine engine =
      new Engine(Connectors.installed(), List.of(), secret -> secret.reveal());

  /** Two servers of which neither follows the other yet. */
  ReplicaContract(DatabaseServer first, DatabaseServer second) {
    this.first = first;
    this.second = second;
  }

  /** What the command that names the primary says of transactions, and of the way. */
  abstract String following();

  @BeforeAll
  void follow() {
    run(primary(), "create user copies@'%' identified by 'copies'");
    run(primary(), "grant replication slave on *.* to copies@'%'");
    run(primary(), "create table numbers (n int primary key) engine = innodb");
    run(
        replica(),
        "change master to master_host = '127.0.0.1', master_port = %d, master_user = 'copies', master_password = 'copies', master_connect_retry = 1, %s"
            .formatted(first.port(), following()),
        "start slave");
    await().untilAsserted(() -> assertThat(only().state()).isEqualTo("streaming"));
    await().untilAsserted(() -> assertThat(numbers()).isZero());
  }

  @AfterAll
  void end() {
    engine.close();
    second.close();
    first.close();
  }

  @Test
  void aReplicaThatFollowsTellsItsPrimaryItsLagAndItsTransactions() {
    run(primary(), "insert into numbers values (1)");

    await().untilAsserted(() -> assertThat(numbers()).isOne());
    await().untilAsserted(() -> assertThat(only().lagSeconds()).isZero());
    assertThat(only().role()).isEqualTo("primary");
    assertThat(only().address()).isEqualTo("127.0.0.1:" + first.port());
    assertThat(only().lagBytes()).isNull();
    assertThat(only().problem()).isNull();
    String position = String.valueOf(only().position());
    assertThat(position).matches("received \\S.*\\d, applied \\S.*\\d");

    run(primary(), "delete from numbers");
    await().untilAsserted(() -> assertThat(only().position()).isNotEqualTo(position));
    await().untilAsserted(() -> assertThat(numbers()).isZero());
  }

  @Test
  void aReplicaThatIsHeldUpLags() {
    try (Transaction reader = replica().begin(TransactionOptions.DEFAULT)) {
      run(replica(), "insert into numbers values (50)");
      reader.query("select * from numbers for update").list(_ -> true);
      run(primary(), "insert into numbers values (60)");

      await()
          .untilAsserted(
              () -> assertThat(only().lagSeconds()).satisfies(lag -> assertThat(lag).isPositive()));
      assertThat(only().state()).isEqualTo("streaming");
    }
    run(replica(), "delete from numbers where n = 50");
    await().untilAsserted(() -> assertThat(only().lagSeconds()).isZero());
    run(primary(), "delete from numbers");
    await().untilAsserted(() -> assertThat(numbers()).isZero());
  }

  @Test
  void aReplicaThatCannotApplyIsToldAsNotReplicatingWithTheErrorAndWithoutValues() {
    run(replica(), "insert into numbers values (7654321)");
    run(primary(), "insert into numbers values (7654321)");

    await().untilAsserted(() -> assertThat(only().state()).isEqualTo("not replicating"));
    assertThat(only().lagSeconds()).isNull();
    assertThat(only().problem())
        .startsWith("applying is stopped: error 1062, ")
        .contains("Duplicate entry '…'")
        .doesNotContain("7654321");

    run(replica(), "delete from numbers", "start slave");
    await().untilAsserted(() -> assertThat(only().lagSeconds()).isZero());
    run(primary(), "delete from numbers");
    await().untilAsserted(() -> assertThat(numbers()).isZero());
  }

  @Test
  void aReplicaThatDoesNotReceiveIsToldAsNotReplicating() {
    run(replica(), "stop slave io_thread");

    await().untilAsserted(() -> assertThat(only().problem()).isEqualTo("receiving is stopped"));
    assertThat(only().lagSeconds()).isNull();

    run(replica(), "start slave");
    await().untilAsserted(() -> assertThat(only().lagSeconds()).isZero());
    first.stop();

    await()
        .untilAsserted(
            () -> assertThat(only().problem()).startsWith("receiving cannot begin: error 2003, "));
    assertThat(only().state()).isEqualTo("not replicating");
    assertThat(only().lagSeconds()).isNull();

    first.start();
    await().untilAsserted(() -> assertThat(only().lagSeconds()).isZero());
  }

  private OpenDatabase primary() {
    return admin(first);
  }

  private OpenDatabase replica() {
    return admin(second);
  }

  private OpenDatabase admin(DatabaseServer server) {
    return engine.database(server.adminUrl().replaceAll("/[^/]*$", "/" + server.database()));
  }

  private static void run(OpenDatabase database, String... statements) {
    for (String statement : statements) {
      database.execute(Statement.of(statement));
    }
  }

  private long numbers() {
    return replica()
        .query("select count(*) from numbers")
        .first(row -> row.longAt(0))
        .orElseThrow();
  }

  private ReplicaFigures only() {
    OpenDatabase replica = replica();
    Look look = Look.at(replica, replica.connector().language(), Duration.ofMinutes(1), 100);
    Reading<ReplicaFigures> reading = MONITOR.replication(look);
    assertThat(reading.gaps()).isEmpty();
    assertThat(reading.items()).hasSize(1);
    return reading.items().getFirst();
  }
}
