package dev.weir.monitor.postgresql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.weir.api.Caller;
import dev.weir.api.Denied;
import dev.weir.api.Principal;
import dev.weir.api.Rejected;
import dev.weir.api.Role;
import dev.weir.api.Statement;
import dev.weir.api.Transaction;
import dev.weir.api.TransactionOptions;
import dev.weir.api.Unavailable;
import dev.weir.api.WeirException;
import dev.weir.spi.NotChecked;
import dev.weir.spi.monitor.Figure.Kind;
import dev.weir.spi.monitor.IndexFigures;
import dev.weir.spi.monitor.Monitor.Stop;
import dev.weir.spi.monitor.Plan;
import dev.weir.spi.monitor.Reading;
import dev.weir.spi.monitor.SessionFigures;
import dev.weir.spi.monitor.SettingFigures;
import dev.weir.spi.monitor.StatementFigures;
import dev.weir.spi.monitor.TableFigures;
import dev.weir.testing.databases.DatabaseServer;
import dev.weir.testing.databases.Servers;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class PostgresqlMonitorIT {
  private static final Map<String, String> SETTINGS =
      Map.of(
          "shared_preload_libraries", "pg_stat_statements", "fsync", "off", "wal_level", "logical");

  private static DatabaseServer server15;
  private static DatabaseServer server18;

  @BeforeAll
  static void start() {
    server15 = Servers.freshPostgresql15(SETTINGS);
    server18 = Servers.freshPostgresql18(SETTINGS);
  }

  @AfterAll
  static void end() {
    server15.close();
    server18.close();
  }

  @Test
  void tellsTheFiguresOfTheServerOnBothVersions() {
    for (DatabaseServer server : List.of(server15, server18)) {
      try (Seen seen = Seen.admin(server)) {
        seen.run("select 1");
        var reading = seen.monitor.server(seen.look());

        assertThat(reading.gaps()).isEmpty();
        assertThat(Seen.figure(reading, "connections.limit", "").value()).isEqualTo(100);
        assertThat(Seen.figure(reading, "size", "weir").value()).isGreaterThan(5_000_000);
        assertThat(Seen.figure(reading, "checkpoints.timed", "").kind()).isEqualTo(Kind.COUNTER);
        assertThat(Seen.figure(reading, "log.generated", "").value()).isPositive();
        assertThat(Seen.figure(reading, "transactions.committed", "weir").epoch()).isNotBlank();
        assertThat(seen.monitor.settings(seen.look()).items())
            .extracting(SettingFigures::name)
            .contains("shared_buffers", "data_directory");
        assertThat(seen.monitor.waits(seen.look()).gaps()).isEmpty();
      }
    }
  }

  @Test
  void sumsStatementsByFingerprintAndTellsNoValues() {
    for (DatabaseServer server : List.of(server15, server18)) {
      try (Seen seen = Seen.admin(server)) {
        seen.run(
            "create extension if not exists pg_stat_statements",
            "create table if not exists notes (id int, t text)");
        seen.run(
            "select * from notes where t = 'a secret' and id = 7",
            "select * from notes where t = 'b' and id = 8");

        Reading<StatementFigures> reading = seen.monitor.statements(seen.look());

        String fingerprint =
            seen.look().understand("select * from notes where t = 'x' and id = 1").fingerprint();
        assertThat(reading.gaps()).isEmpty();
        assertThat(reading.items())
            .filteredOn(each -> each.fingerprint().equals(fingerprint))
            .singleElement()
            .satisfies(each -> {
              assertThat(each.calls()).isEqualTo(2);
              assertThat(each.seconds()).isPositive();
              assertThat(each.text()).isEqualTo("select * from notes where t = ? and id = ?");
            });
        assertThat(reading.items()).noneMatch(each -> each.text().contains("pg_stat_statements s"));
      }
    }
  }

  @Test
  void tellsTablesAndIndexesWhateverTheirNames() {
    try (Seen seen = Seen.admin(server18)) {
      seen.run(
          "create schema \"Odd schema\"",
          "create table \"Odd schema\".\"ta'ble \"\"quoted\"\"\" (id int primary key, \"Co l\""
              + " text)",
          "insert into \"Odd schema\".\"ta'ble \"\"quoted\"\"\" select n, repeat('x', 100) from"
              + " generate_series(1, 5000) n",
          "delete from \"Odd schema\".\"ta'ble \"\"quoted\"\"\" where id % 2 = 0",
          "analyze \"Odd schema\".\"ta'ble \"\"quoted\"\"\"");

      await()
          .untilAsserted(() -> {
            TableFigures table =
                seen.monitor.tables(seen.look()).items().stream()
                    .filter(each -> each.schema().equals("Odd schema"))
                    .findFirst()
                    .orElseThrow();
            assertThat(table.name()).isEqualTo("ta'ble \"quoted\"");
            assertThat(table.bytes()).isGreaterThan(500_000);
            assertThat(table.deadRows()).isEqualTo(2500);
            assertThat(table.bloatBytes()).isBetween(200_000L, 500_000L);
            assertThat(table.inserted()).isEqualTo(5000);
          });
      assertThat(seen.monitor.indexes(seen.look()).items())
          .filteredOn(each -> each.schema().equals("Odd schema"))
          .singleElement()
          .matches(IndexFigures::primary)
          .matches(IndexFigures::valid)
          .satisfies(each -> assertThat(each.definition()).contains("ta'ble"));
    }
  }

  @Test
  void measuresBloatOnlyWhereItIsAllowed() {
    try (Seen seen = Seen.admin(server15)) {
      seen.run(
          "create table swollen as select n, repeat('y', 500) t from generate_series(1, 8000) n",
          "delete from swollen where n % 2 = 0",
          "analyze swollen");

      Reading<TableFigures> without = seen.monitor.tables(seen.look().exactly());
      seen.run("create extension pgstattuple");
      Reading<TableFigures> with = seen.monitor.tables(seen.look().exactly());

      assertThat(without.gaps())
          .extracting(NotChecked::mend)
          .singleElement()
          .asString()
          .contains("CREATE EXTENSION pgstattuple");
      assertThat(without.items()).noneMatch(TableFigures::bloatMeasured);
      assertThat(with.gaps()).isEmpty();
      assertThat(with.items())
          .filteredOn(each -> each.name().equals("swollen"))
          .singleElement()
          .matches(TableFigures::bloatMeasured)
          .satisfies(each -> assertThat(each.bloatBytes()).isGreaterThan(1_500_000));
    }
  }

  @Test
  void tellsAChainOfFiveWhoWaitAndCutsItsRoot() throws Exception {
    try (Seen seen = Seen.admin(server15)) {
      seen.run(
          "create table chain (id int primary key, n int)",
          "insert into chain select n, 0 from generate_series(0, 5) n");
      List<Thread> waiting = new ArrayList<>();
      Transaction root = seen.database.begin(TransactionOptions.DEFAULT);
      root.update("update chain set n = 1 where id = 0");
      for (int i = 1; i <= 5; i++) {
        int link = i;
        waiting.add(Thread.ofVirtual().start(() -> link(seen, link)));
        await().until(() -> blocked(seen).size() == link);
      }

      List<SessionFigures> blocked = blocked(seen);
      SessionFigures first = holder(seen, blocked);

      assertThat(blocked).hasSize(5).allMatch(each -> each.blockedBy().size() == 1);
      assertThat(first.state()).isEqualTo("idle in transaction");
      assertThat(first.statement()).isEqualTo("update chain set n = ? where id = ?");
      assertThat(first.inTransaction()).isNotNull();
      assertThat(blocked.getFirst().wants()).isEqualTo("a row of chain");
      assertThat(seen.monitor.stop(seen.look(), first, Stop.TERMINATE)).isTrue();
      assertThatThrownBy(root::commit).isInstanceOf(WeirException.class);
      for (Thread each : waiting) {
        each.join();
      }
      assertThat(seen.monitor.stop(seen.look(), first, Stop.TERMINATE)).isFalse();
    }
  }

  private static void link(Seen seen, int link) {
    seen.database.transaction(transaction -> {
      transaction.update("update chain set n = n + 1 where id = ?", link);
      return transaction.update("update chain set n = n + 1 where id = ?", link - 1);
    });
  }

  private static List<SessionFigures> blocked(Seen seen) {
    return seen.monitor.sessions(seen.look()).items().stream()
        .filter(each -> !each.blockedBy().isEmpty())
        .toList();
  }

  private static SessionFigures holder(Seen seen, List<SessionFigures> blocked) {
    List<String> waiters = blocked.stream().map(SessionFigures::id).toList();
    return seen.monitor.sessions(seen.look()).items().stream()
        .filter(each -> !waiters.contains(each.id()))
        .filter(each -> blocked.stream().anyMatch(waiter -> waiter.blockedBy().contains(each.id())))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void tellsWhatAnExtensionLackedOrDroppedMidwayWouldShow() {
    try (Seen seen = Seen.url(server15.adminUrl().replaceAll("/[^/]*$", "/postgres"))) {
      Reading<StatementFigures> before = seen.monitor.statements(seen.look());
      seen.run("create extension pg_stat_statements");
      Reading<StatementFigures> with = seen.monitor.statements(seen.look());
      seen.run("drop extension pg_stat_statements");
      Reading<StatementFigures> dropped = seen.monitor.statements(seen.look());

      assertThat(with).isInstanceOf(Reading.Seen.class);
      for (Reading<StatementFigures> without : List.of(before, dropped)) {
        assertThat(without).isInstanceOf(Reading.Unseen.class);
        assertThat(without.gaps())
            .extracting(NotChecked::mend)
            .containsExactly("CREATE EXTENSION pg_stat_statements");
      }
    }
  }

  @Test
  void aRoleWithoutPrivilegesIsToldWhatToGrantAndSeesNoFalseZero() {
    try (Seen admin = Seen.admin(server15);
        Seen seen = Seen.url(server15.url())) {
      admin.run("create extension if not exists pg_stat_statements", "select 42 as other");

      Reading<StatementFigures> statements = seen.monitor.statements(seen.look());
      Reading<SessionFigures> sessions = seen.monitor.sessions(seen.look());

      assertThat(statements.gaps())
          .extracting(NotChecked::mend)
          .containsExactly("GRANT pg_monitor TO weir");
      assertThat(sessions.gaps())
          .extracting(NotChecked::mend)
          .containsExactly("GRANT pg_monitor TO weir");
      assertThat(sessions.items()).anyMatch(each -> each.state().equals("hidden"));
      admin.run("grant pg_monitor to weir");
      assertThat(seen.monitor.sessions(seen.look()).gaps()).isEmpty();
      admin.run("revoke pg_monitor from weir");
      assertThat(seen.monitor.sessions(seen.look()).gaps()).isNotEmpty();
    }
  }

  @Test
  void countersBeginANewEpochWhenStatisticsAreReset() {
    try (Seen seen = Seen.admin(server18)) {
      seen.run("create extension if not exists pg_stat_statements", "select 1");
      String before =
          Seen.figure(seen.monitor.server(seen.look()), "transactions.committed", "weir").epoch();
      String again =
          Seen.figure(seen.monitor.server(seen.look()), "transactions.committed", "weir").epoch();
      String statements = seen.monitor.statements(seen.look()).items().getFirst().epoch();
      seen.run("select pg_stat_reset()", "select pg_stat_statements_reset()", "select 1");

      assertThat(again).isEqualTo(before);
      assertThat(
              Seen.figure(seen.monitor.server(seen.look()), "transactions.committed", "weir")
                  .epoch())
          .isNotEqualTo(before);
      assertThat(seen.monitor.statements(seen.look()).items().getFirst().epoch())
          .isNotEqualTo(statements);
    }
  }

  @Test
  void aLockedTableDoesNotHoldUpTheLook() {
    try (Seen seen = Seen.admin(server15)) {
      seen.run("create table locked_away (id int primary key)");
      try (Transaction holder = seen.database.begin(TransactionOptions.DEFAULT)) {
        holder.update("lock table locked_away in access exclusive mode");

        assertThat(seen.monitor.tables(seen.look()).items())
            .extracting(TableFigures::name)
            .contains("locked_away");
        assertThat(seen.monitor.indexes(seen.look()).items())
            .extracting(IndexFigures::name)
            .contains("locked_away_pkey");
      }
    }
  }

  @Test
  void explainsAndMeasuresWithoutTellingValues() {
    for (DatabaseServer server : List.of(server15, server18)) {
      try (Seen seen = Seen.admin(server)) {
        seen.run(
            "drop table if exists planned",
            "create table planned as select n id, n % 10 part, 'secret ' || n t from"
                + " generate_series(1, 5000) n",
            "analyze planned");
        Statement statement =
            Statement.of("select count(*) from planned where t = ? and part = 3", "secret 7");

        Plan estimated = seen.monitor.explain(seen.look(), statement, false);
        Plan measured = seen.monitor.explain(seen.look(), statement, true);

        assertThat(estimated.measured()).isFalse();
        assertThat(measured.measured()).isTrue();
        Plan.Node scan = measured.nodes().getLast();
        assertThat(scan.operation()).isEqualTo("Seq Scan");
        assertThat(scan.on()).isEqualTo("planned");
        assertThat(scan.seconds()).isPositive();
        assertThat(String.join("; ", scan.detail()))
            .contains("Rows Removed by Filter: 5000")
            .doesNotContain("secret");
        assertThatThrownBy(
                () -> seen.monitor.explain(seen.look(), Statement.of("delete from planned"), true))
            .isInstanceOf(WeirException.class);
        assertThat(seen.database.query("select count(*) from planned").list(row -> row.longAt(0)))
            .containsExactly(5000L);
      }
    }
  }

  @Test
  void aServerThatIsAwayIsNoReading() {
    try (DatabaseServer fragile = Servers.freshPostgresql15(Map.of("fsync", "off"));
        Seen seen = Seen.admin(fragile)) {
      String before =
          Seen.figure(seen.monitor.server(seen.look()), "transactions.committed", "weir").epoch();
      fragile.kill();

      assertThatThrownBy(() -> seen.monitor.server(seen.look())).isInstanceOf(Unavailable.class);

      fragile.start();
      await()
          .ignoreExceptions()
          .untilAsserted(() ->
              assertThat(
                      Seen.figure(
                              seen.monitor.server(seen.look()), "transactions.committed", "weir")
                          .epoch())
                  .isNotEqualTo(before));
    }
  }

  @Test
  void aViewerMaySeeAllOfItAndStopNobody() {
    Caller viewer = Caller.of(new Principal("somebody", Role.VIEWER, "test"));
    try (Seen seen = Seen.admin(server18)) {
      viewer.run(() -> {
        assertThat(seen.monitor.server(seen.look()).items()).isNotEmpty();
        assertThat(seen.monitor.sessions(seen.look())).isInstanceOf(Reading.Seen.class);
        assertThat(seen.monitor.tables(seen.look())).isInstanceOf(Reading.Seen.class);
        assertThat(seen.monitor.indexes(seen.look())).isInstanceOf(Reading.Seen.class);
        assertThat(seen.monitor.waits(seen.look())).isInstanceOf(Reading.Seen.class);
        assertThat(seen.monitor.replication(seen.look())).isInstanceOf(Reading.Seen.class);
        assertThat(seen.monitor.slots(seen.look())).isInstanceOf(Reading.Seen.class);
        assertThat(seen.monitor.settings(seen.look())).isInstanceOf(Reading.Seen.class);
        SessionFigures any = seen.monitor.sessions(seen.look()).items().getFirst();
        assertThatThrownBy(() -> seen.monitor.stop(seen.look(), any, Stop.CANCEL))
            .isInstanceOf(Denied.class);
      });
    }
  }

  @Test
  void aDatabaseThatAnswersOnlyForATenantIsSeenToo() {
    try (Seen seen = Seen.ofTenants(server15)) {
      assertThat(seen.monitor.server(seen.look()).gaps()).isEmpty();
      assertThat(seen.monitor.tables(seen.look())).isInstanceOf(Reading.Seen.class);
      assertThat(
              seen.monitor
                  .explain(seen.look(), Statement.of("select 1").tenant("seven"), true)
                  .measured())
          .isTrue();
    }
  }

  @Test
  void refusesAnIdThatIsNoProcess() {
    try (Seen seen = Seen.admin(server15)) {
      SessionFigures odd =
          new SessionFigures(
              "x", "client", null, null, null, null, "", null, null, null, null, null, List.of(),
              null);

      assertThatThrownBy(() -> seen.monitor.stop(seen.look(), odd, Stop.CANCEL))
          .isInstanceOf(Rejected.class);
    }
  }
}
