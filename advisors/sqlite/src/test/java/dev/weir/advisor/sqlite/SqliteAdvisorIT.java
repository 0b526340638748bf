package dev.weir.advisor.sqlite;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.api.Database;
import dev.weir.api.Rows;
import dev.weir.api.Statement;
import dev.weir.engine.Connectors;
import dev.weir.engine.Engine;
import dev.weir.spi.NotChecked;
import dev.weir.spi.advise.Advice;
import dev.weir.spi.advise.Examination;
import dev.weir.spi.advise.Findings;
import dev.weir.spi.advise.Measured;
import dev.weir.spi.advise.Sample;
import dev.weir.testing.databases.Servers;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class SqliteAdvisorIT {
  private static final SqliteAdvisor ADVISOR = new SqliteAdvisor();
  private static final Sample BY_TOKEN =
      new Sample("select * from visits where token = 't77' and day > 5", 5000, 0);

  private Engine engine;
  private Database database;

  @BeforeEach
  void open() {
    engine = new Engine(Connectors.installed(), List.of(), secret -> secret.reveal());
    database = engine.database("sqlite:" + Servers.sqliteFile() + "?create=true");
    run("pragma journal_mode = wal");
    run("create table clinics (id integer primary key, name text)");
    run(
        "create table visits (id integer primary key, clinic_id integer references clinics, token"
            + " text, day integer)");
    run(
        "with recursive n(i) as (select 1 union all select i + 1 from n where i < 20000)"
            + " insert into visits select i, null, 't' || i, i % 30 from n");
  }

  @AfterEach
  void close() {
    engine.close();
  }

  private void run(String text) {
    if (database.execute(Statement.of(text)) instanceof Rows rows) {
      rows.list(_ -> true);
    }
  }

  @Test
  void faultsAreFoundAndMendedUntilNothingIsLeft() {
    run("create index visits_day on visits (day, token)");
    run("create index visits_day_copy on visits (day, token)");
    run("create index visits_day_only on visits (day)");

    Findings found = ADVISOR.examine(Examination.of(database).with(List.of(BY_TOKEN)));

    assertThat(found.advice())
        .extracting(each -> each.rule().code() + " " + each.object())
        .containsExactlyInAnyOrder(
            "sqlite-index-duplicate visits_day_copy",
            "sqlite-index-redundant visits_day_only",
            "sqlite-foreign-key-without-index visits (clinic_id)");
    for (Advice each : found.advice()) {
      ADVISOR.carryOut(database, each.remedy().commands(), Duration.ofSeconds(5), _ -> {});
    }
    assertThat(ADVISOR.examine(Examination.of(database).with(List.of(BY_TOKEN))).advice())
        .isEmpty();
  }

  @Test
  void anIndexThatAStatementWouldUseIsTriedAndMeasured() {
    run("create index visits_clinic on visits (clinic_id)");

    Findings found = ADVISOR.examine(Examination.of(database).with(List.of(BY_TOKEN)));

    assertThat(found.advice()).extracting(Advice::object).containsExactly("visits (token, day)");
    List<Measured> before = ADVISOR.measure(database, List.of(BY_TOKEN.text()));
    ADVISOR.carryOut(
        database, found.advice().getFirst().remedy().commands(), Duration.ofSeconds(5), _ -> {});
    assertThat(before).hasSize(1);
    assertThat(ADVISOR.examine(Examination.of(database).with(List.of(BY_TOKEN))).advice())
        .isEmpty();
    ADVISOR.carryOut(
        database, found.advice().getFirst().remedy().undo(), Duration.ofSeconds(5), _ -> {});
    assertThat(ADVISOR.examine(Examination.of(database).with(List.of(BY_TOKEN))).advice())
        .hasSize(1);
  }

  @Test
  void withoutStatementsMissingIndexesAreNotKnown() {
    assertThat(ADVISOR.examine(Examination.of(database)).notChecked())
        .extracting(NotChecked::what)
        .containsExactly("sqlite-index-missing");
  }
}
