package dev.weir.monitor.sqlite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weir.api.Rejected;
import dev.weir.api.Statement;
import dev.weir.engine.Connectors;
import dev.weir.engine.Engine;
import dev.weir.engine.OpenDatabase;
import dev.weir.spi.monitor.Figure;
import dev.weir.spi.monitor.IndexFigures;
import dev.weir.spi.monitor.Look;
import dev.weir.spi.monitor.Plan;
import dev.weir.spi.monitor.Reading;
import dev.weir.testing.databases.Servers;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class SqliteMonitorIT {
  private final SqliteMonitor monitor = new SqliteMonitor();
  private final Engine engine =
      new Engine(Connectors.installed(), List.of(), secret -> secret.reveal());
  private OpenDatabase database;

  @BeforeEach
  void someRows() {
    database = engine.database("sqlite:" + Servers.sqliteFile() + "?create=true");
    database.update("create table \"od'd\" (id integer primary key, t text)");
    database.update("create unique index \"by t\" on \"od'd\" (t)");
    database.update(
        "with recursive n(i) as (select 1 union all select i + 1 from n where i < 2000)"
            + " insert into \"od'd\" select i, 'text ' || i from n");
  }

  @AfterEach
  void end() {
    engine.close();
  }

  private Look look() {
    return Look.at(database, database.connector().language(), Duration.ofSeconds(20), 100);
  }

  @Test
  void tellsTheFileItsTablesAndItsIndexes() {
    Reading<Figure> file = monitor.server(look());

    assertThat(file.items()).anyMatch(each -> each.name().equals("size") && each.value() > 40_000);
    assertThat(file.items()).anyMatch(each -> each.name().equals("log.size"));
    assertThat(monitor.tables(look()).items())
        .anyMatch(each ->
            each.name().equals("od'd") && each.bytes() > 20_000 && each.indexBytes() > 20_000);
    assertThat(monitor.indexes(look()).items())
        .filteredOn(each -> each.name().equals("by t"))
        .singleElement()
        .matches(IndexFigures::unique)
        .matches(each -> each.scans() == -1);
    assertThat(monitor.settings(look()).items())
        .anyMatch(each -> each.name().equals("journal_mode"));
  }

  @Test
  void checksTheFileWhenAskedExactly() {
    assertThat(monitor.server(look().exactly()).items())
        .anyMatch(each -> each.name().equals("damaged") && each.value() == 0);
  }

  @Test
  void whatSqliteDoesNotHaveIsNotCheckedRatherThanEmpty() {
    assertThat(monitor.sessions(look())).isInstanceOf(Reading.Unseen.class);
    assertThat(monitor.statements(look())).isInstanceOf(Reading.Unseen.class);
    assertThat(monitor.replication(look())).isInstanceOf(Reading.Unseen.class);
  }

  @Test
  void explainsAsATree() {
    Plan scan =
        monitor.explain(
            look(), Statement.of("select * from \"od'd\" where id % 2 = :n").bind("n", 1), false);
    Plan search =
        monitor.explain(look(), Statement.of("select * from \"od'd\" where t = 'x'"), false);

    assertThat(scan.root().operation()).isEqualTo("Table scan");
    assertThat(search.root().operation()).isEqualTo("Search");
    assertThat(search.root().detail().getFirst()).contains("by t");
    assertThatThrownBy(() -> monitor.explain(look(), Statement.of("select 1"), true))
        .isInstanceOf(Rejected.class);
  }
}
