package dev.weir.monitor.postgresql;

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
import dev.weir.spi.monitor.SlotFigures;
import dev.weir.spi.monitor.StatementFigures;
import dev.weir.spi.monitor.TableFigures;
import dev.weir.spi.monitor.WaitFigures;
import java.util.Set;

/** PostgreSQL from 12 on, and what speaks its language. */
public final class PostgresqlMonitor implements Monitor {
  @Override
  public Set<String> types() {
    return Set.of("POSTGRESQL");
  }

  @Override
  public Reading<Figure> server(Look look) {
    return look.reading("server", Privileges.MONITOR, () -> ServerReading.read(look));
  }

  @Override
  public Reading<SessionFigures> sessions(Look look) {
    return look.reading("sessions", Privileges.MONITOR, () -> SessionsReading.read(look));
  }

  @Override
  public Reading<StatementFigures> statements(Look look) {
    return look.reading("statements", Privileges.MONITOR, () -> StatementsReading.read(look));
  }

  @Override
  public Reading<TableFigures> tables(Look look) {
    return look.reading("tables", Privileges.MONITOR, () -> TablesReading.read(look));
  }

  @Override
  public Reading<IndexFigures> indexes(Look look) {
    return look.reading("indexes", Privileges.MONITOR, () -> IndexesReading.read(look));
  }

  @Override
  public Reading<WaitFigures> waits(Look look) {
    return look.reading("waits", Privileges.MONITOR, () -> WaitsReading.read(look));
  }

  @Override
  public Reading<ReplicaFigures> replication(Look look) {
    return look.reading("replication", Privileges.MONITOR, () -> ReplicationReading.read(look));
  }

  @Override
  public Reading<SlotFigures> slots(Look look) {
    return look.reading("slots", Privileges.MONITOR, () -> ReplicationReading.slots(look));
  }

  @Override
  public Reading<SettingFigures> settings(Look look) {
    return look.reading("settings", Privileges.MONITOR, () -> SettingsReading.read(look));
  }

  @Override
  public boolean stop(Look look, SessionFigures session, Stop how) {
    return Stopping.stop(look, session, how);
  }

  @Override
  public Plan explain(Look look, Statement statement, boolean run) {
    return Explaining.explain(look, statement, run);
  }
}
