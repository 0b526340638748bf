package dev.weir.monitor.mysql;

import dev.weir.api.Statement;
import dev.weir.spi.monitor.Figure;
import dev.weir.spi.monitor.IndexFigures;
import dev.weir.spi.monitor.Look;
import dev.weir.spi.monitor.Monitor;
import dev.weir.spi.monitor.Plan;
import dev.weir.spi.monitor.Reading;
import dev.weir.spi.monitor.ReplicaFigures;
import dev.weir.spi.monitor.SessionFigures;
import dev.weir.spi.monitor.SettingFigures;
import dev.weir.spi.monitor.StatementFigures;
import dev.weir.spi.monitor.TableFigures;
import dev.weir.spi.monitor.WaitFigures;
import java.util.Set;

/** MySQL from 8.0 on, and MariaDB. */
public final class MysqlMonitor implements Monitor {
  private static final String MEND =
      "GRANT PROCESS, REPLICATION CLIENT ON *.* TO the account that Weir signs in with";

  private static final String MEND_REPLICATION =
      "GRANT REPLICATION CLIENT ON *.*, on MariaDB SLAVE MONITOR, TO the account that Weir signs in"
          + " with";

  @Override
  public Set<String> types() {
    return Set.of("MYSQL", "MARIADB");
  }

  @Override
  public Reading<Figure> server(Look look) {
    return look.reading("server", MEND, () -> ServerReading.read(look));
  }

  @Override
  public Reading<SessionFigures> sessions(Look look) {
    return look.reading("sessions", MEND, () -> SessionsReading.read(look));
  }

  @Override
  public Reading<StatementFigures> statements(Look look) {
    return look.reading(
        "statements",
        "GRANT SELECT ON performance_schema.* TO the account that Weir signs in with",
        () -> StatementsReading.read(look));
  }

  @Override
  public Reading<TableFigures> tables(Look look) {
    return look.reading("tables", MEND, () -> TablesReading.read(look));
  }

  @Override
  public Reading<IndexFigures> indexes(Look look) {
    return look.reading("indexes", MEND, () -> IndexesReading.read(look));
  }

  @Override
  public Reading<WaitFigures> waits(Look look) {
    return look.reading(
        "waits",
        "GRANT SELECT ON performance_schema.* TO the account that Weir signs in with",
        () -> StatementsReading.waits(look));
  }

  @Override
  public Reading<ReplicaFigures> replication(Look look) {
    return look.reading("replication", MEND_REPLICATION, () -> ReplicationReading.read(look));
  }

  @Override
  public Reading<SettingFigures> settings(Look look) {
    return look.reading("settings", MEND, () -> ServerReading.settings(look));
  }

  @Override
  public boolean stop(Look look, SessionFigures session, Stop how) {
    return SessionsReading.stop(look, session, how);
  }

  @Override
  public Plan explain(Look look, Statement statement, boolean run) {
    return Explaining.explain(look, statement, run);
  }
}
