package dev.weir.advisor.postgresql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.weir.api.Database;
import dev.weir.api.WeirException;
import dev.weir.engine.Connectors;
import dev.weir.engine.Engine;
import dev.weir.spi.advise.Advice;
import dev.weir.spi.advise.Examination;
import dev.weir.testing.databases.DatabaseServer;
import dev.weir.testing.databases.Servers;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Names that are hard to write, and what looks like a fault and is none. */
class FaultsIT {
  private static final PostgresqlAdvisor ADVISOR = new PostgresqlAdvisor();

  private static DatabaseServer server;
  private static Engine engine;

  @BeforeAll
  static void open() {
    server = Servers.freshPostgresql15(Map.of());
    engine = new Engine(Connectors.installed(), List.of(), secret -> secret.reveal());
  }

  @AfterAll
  static void close() {
    engine.close();
    server.close();
  }

  private static Database database() {
    return engine.database(server.url());
  }

  private static List<String> codes(String object) {
    return advice().stream()
        .filter(each -> each.object().contains(object))
        .map(each -> each.rule().code())
        .toList();
  }

  private static List<Advice> advice() {
    return ADVISOR.examine(Examination.of(database())).advice();
  }

  @Test
  void namesInQuotesAreMendedAsTheyAre() {
    Clinic.run(database(), "create schema \"We\"\"ird Schema\"");
    String table = "\"We\"\"ird Schema\".\"Ta'ble\"";
    Clinic.run(
        database(), "create table " + table + " (\"Ke y\" bigint not null, \"select\" text)");
    Clinic.run(
        database(),
        "insert into " + table + " select n, md5(n::text) from generate_series(1, 20000) n");
    Clinic.run(database(), "create index \"In dex\" on " + table + " (\"select\")");
    Clinic.run(database(), "create index \"In\"\"dex 2\" on " + table + " (\"select\")");
    Clinic.run(database(), "vacuum analyze " + table);

    List<Advice> found =
        advice().stream().filter(each -> each.object().contains("We\"\"ird")).toList();

    assertThat(found)
        .extracting(each -> each.rule().code())
        .containsExactlyInAnyOrder("index-duplicate", "primary-key-missing");
    for (Advice each : found) {
      ADVISOR.carryOut(database(), each.remedy().commands(), Duration.ofSeconds(5), _ -> {});
    }
    assertThat(codes("We\"\"ird")).isEmpty();
  }

  @Test
  void aRebuildThatFailsLeavesNothingBehind() {
    Clinic.run(database(), "create table twice (id int primary key, name text)");
    Clinic.run(database(), "insert into twice values (1, 'a'), (2, 'a')");
    assertThatThrownBy(() ->
            Clinic.run(database(), "create unique index concurrently twice_name on twice (name)"))
        .isInstanceOf(WeirException.class);
    Advice invalid =
        advice().stream().filter(each -> each.object().contains("twice")).findFirst().orElseThrow();

    assertThatThrownBy(() ->
            ADVISOR.carryOut(
                database(), invalid.remedy().commands(), Duration.ofSeconds(5), _ -> {}))
        .hasMessageContaining("twice_name");

    assertThat(advice())
        .filteredOn(each -> each.object().contains("twice"))
        .extracting(Advice::object)
        .containsExactly("public.twice_name");
  }

  @Test
  void whatAConstraintAReferenceOrAnotherConditionNeedsIsLeftAlone() {
    for (String text :
        List.of(
            "create table parent (id int primary key, code text not null unique)",
            "create table child (id int primary key, parent_id int references parent, state text,"
                + " email text, at date)",
            "insert into parent select n, 'c' || n from generate_series(1, 100) n",
            "insert into child select n, n % 100 + 1, 's' || n % 3, 'E' || n, date '2025-01-01' + n"
                + " % 90 from generate_series(1, 60000) n",
            "create index child_parent on child (parent_id)",
            "create index child_open on child (state) where at > '2025-03-01'",
            "create index child_state_at on child (state, at)",
            "create unique index child_email on child (lower(email))",
            "create index child_email_plain on child (email desc)",
            "create unique index child_whole on child (id, email)",
            "alter table child replica identity using index child_replica")) {
      if (text.contains("replica identity")) {
        Clinic.run(database(), "alter table child alter email set not null");
        Clinic.run(database(), "create unique index child_replica on child (email)");
      }
      Clinic.run(database(), text);
    }
    Clinic.run(database(), "vacuum analyze child");
    for (int i = 0; i < 150; i++) {
      Clinic.run(database(), "select * from child where id = " + i);
    }
    // Thirty transactions later none of them is too new to be judged.
    for (int i = 0; i < 30; i++) {
      Clinic.run(database(), "update parent set code = code || '.' where id = " + (i + 1));
    }

    await()
        .untilAsserted(() ->
            assertThat(advice())
                .filteredOn(each -> each.object().contains("child"))
                .extracting(Advice::object)
                .containsExactlyInAnyOrder("public.child_state_at", "public.child_email_plain"));
    assertThat(advice())
        .filteredOn(each -> each.object().contains("child"))
        .allMatch(each -> each.rule().code().equals("index-unused"));
  }
}
