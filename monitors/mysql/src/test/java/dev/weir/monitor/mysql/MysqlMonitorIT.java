package dev.weir.monitor.mysql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.weir.api.Rejected;
import dev.weir.api.Statement;
import dev.weir.api.Transaction;
import dev.weir.api.TransactionOptions;
import dev.weir.api.WeirException;
import dev.weir.engine.Connectors;
import dev.weir.engine.Engine;
import dev.weir.engine.OpenDatabase;
import dev.weir.spi.NotChecked;
import dev.weir.spi.monitor.Figure;
import dev.weir.spi.monitor.Look;
import dev.weir.spi.monitor.Monitor.Stop;
import dev.weir.spi.monitor.Plan;
import dev.weir.spi.monitor.Reading;
import dev.weir.spi.monitor.SessionFigures;
import dev.weir.testing.databases.DatabaseServer;
import dev.weir.testing.databases.Servers;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MysqlMonitorIT {
  private static final MysqlMonitor MONITOR = new MysqlMonitor();

  private static Engine engine;
  private static Map<String, DatabaseServer> servers;

  @BeforeAll
  static void start() {
    engine = new Engine(Connectors.installed(), List.of(), secret -> secret.reveal());
    servers = Map.of("mariadb", Servers.mariadb(), "mysql", Servers.mysql());
  }

  @AfterAll
  static void end() {
    engine.close();
  }

  private static DatabaseServer server(String name) {
    return Objects.requireNonNull(servers.get(name));
  }

  private static OpenDatabase admin(String name) {
    DatabaseServer server = server(name);
    OpenDatabase database =
        engine.database(server.adminUrl().replaceAll("/[^/]*$", "/" + server.database()));
    database.update(
        "create table if not exists monitored (id int primary key, t varchar(50)) engine=innodb");
    database.update("replace into monitored values (1, 'a'), (2, 'b')");
    return database;
  }

  private static Look look(OpenDatabase database) {
    return Look.at(database, database.connector().language(), Duration.ofSeconds(30), 500);
  }

  @ParameterizedTest
  @ValueSource(strings = {"mariadb", "mysql"})
  void tellsTheServerWithAnEpochThatStays(String name) {
    OpenDatabase database = admin(name);

    Reading<Figure> first = MONITOR.server(look(database));
    Reading<Figure> second = MONITOR.server(look(database));

    assertThat(figure(first, "connections.limit").value()).isPositive();
    assertThat(figure(first, "connections.used").value()).isPositive();
    assertThat(figure(first, "size").about()).isEqualTo(server(name).database());
    assertThat(figure(second, "statements").value())
        .isGreaterThan(figure(first, "statements").value());
    assertThat(figure(second, "statements").epoch()).isEqualTo(figure(first, "statements").epoch());
    assertThat(figure(first, "cache.hit").value()).isPositive();
    assertThat(MONITOR.settings(look(database)).items())
        .anyMatch(each -> each.name().equals("innodb_buffer_pool_size"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"mariadb", "mysql"})
  void tellsTablesIndexesAndWhatIsNotRecorded(String name) {
    OpenDatabase database = admin(name);

    assertThat(MONITOR.tables(look(database)).items())
        .anyMatch(each -> each.name().equals("monitored") && each.bytes() > 0);
    assertThat(MONITOR.indexes(look(database)).items())
        .anyMatch(each ->
            each.table().equals("monitored") && each.primary() && each.definition().equals("id"));
    var statements = MONITOR.statements(look(database));
    if (Flavour.of(look(database)).recording()) {
      assertThat(statements.items()).isNotEmpty().allMatch(each -> each.calls() > 0);
      assertThat(MONITOR.waits(look(database))).isInstanceOf(Reading.Seen.class);
    } else {
      assertThat(statements.gaps())
          .extracting(NotChecked::mend)
          .singleElement()
          .asString()
          .contains("performance_schema = ON");
      assertThat(MONITOR.tables(look(database)).gaps()).isNotEmpty();
    }
    assertThat(MONITOR.replication(look(database))).isInstanceOf(Reading.Seen.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"mariadb", "mysql"})
  void tellsWhoWaitsForWhomAndEndsTheRoot(String name) throws Exception {
    OpenDatabase database = admin(name);
    Transaction holder = database.begin(TransactionOptions.DEFAULT);
    holder.update("update monitored set t = 'held' where id = 1");
    Thread waiter =
        Thread.ofVirtual()
            .start(() -> database.update("update monitored set t = 'waits' where id = 1"));
    await().until(() -> blocked(database).size() == 1);

    SessionFigures waiting = blocked(database).getFirst();
    SessionFigures root =
        MONITOR.sessions(look(database)).items().stream()
            .filter(each -> waiting.blockedBy().contains(each.id()))
            .findFirst()
            .orElseThrow();

    assertThat(waiting.wants()).contains("a row of").contains("monitored");
    assertThat(waiting.statement()).isEqualTo("update monitored set t = ? where id = ?");
    assertThat(root.state()).isEqualTo("idle in transaction");
    assertThat(MONITOR.stop(look(database), root, Stop.TERMINATE)).isTrue();
    waiter.join();
    assertThatThrownBy(holder::commit).isInstanceOf(WeirException.class);
    await().until(() -> !MONITOR.stop(look(database), root, Stop.TERMINATE));
  }

  private static List<SessionFigures> blocked(OpenDatabase database) {
    return MONITOR.sessions(look(database)).items().stream()
        .filter(each -> !each.blockedBy().isEmpty())
        .toList();
  }

  @ParameterizedTest
  @ValueSource(strings = {"mariadb", "mysql"})
  void anAccountWithoutPrivilegesIsToldWhatToGrant(String name) {
    admin(name);
    OpenDatabase plain = engine.database(server(name).url());

    assertThat(MONITOR.sessions(look(plain)).gaps())
        .extracting(NotChecked::mend)
        .singleElement()
        .asString()
        .startsWith("GRANT PROCESS");
  }

  @ParameterizedTest
  @ValueSource(strings = {"mariadb", "mysql"})
  void explainsWithoutRunning(String name) {
    OpenDatabase database = admin(name);
    Statement statement = Statement.of("select * from monitored where t = ?", "a secret");

    Plan plan = MONITOR.explain(look(database), statement, false);

    assertThat(plan.root().operation()).isEqualTo("Table scan");
    assertThat(plan.root().on()).isEqualTo("monitored");
    assertThat(plan.toString()).doesNotContain("a secret");
    assertThatThrownBy(() -> MONITOR.explain(look(database), statement, true))
        .isInstanceOf(Rejected.class);
  }

  private static Figure figure(Reading<Figure> reading, String name) {
    return reading.items().stream()
        .filter(each -> each.name().equals(name))
        .findFirst()
        .orElseThrow(() -> new AssertionError("No figure " + name));
  }
}
