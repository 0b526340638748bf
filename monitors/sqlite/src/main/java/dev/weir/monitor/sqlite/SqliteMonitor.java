package dev.weir.monitor.sqlite;

import dev.weir.api.CoreError;
import dev.weir.api.Rejected;
import dev.weir.api.Statement;
import dev.weir.spi.NotChecked;
import dev.weir.spi.monitor.Figure;
import dev.weir.spi.monitor.IndexFigures;
import dev.weir.spi.monitor.Look;
import dev.weir.spi.monitor.Monitor;
import dev.weir.spi.monitor.Plan;
import dev.weir.spi.monitor.Reading;
import dev.weir.spi.monitor.SessionFigures;
import dev.weir.spi.monitor.SettingFigures;
import dev.weir.spi.monitor.TableFigures;
import java.util.Set;

/** SQLite, by its pragmas and the table {@code dbstat}. */
public final class SqliteMonitor implements Monitor {
  @Override
  public Set<String> types() {
    return Set.of("SQLITE");
  }

  @Override
  public Reading<Figure> server(Look look) {
    return look.reading("server", "", () -> FileReading.read(look));
  }

  @Override
  public Reading<SessionFigures> sessions(Look look) {
    return Reading.unseen(
        new NotChecked("sessions", "SQLite has no server that knows who has the file open.", ""));
  }

  @Override
  public Reading<TableFigures> tables(Look look) {
    return look.reading("tables", "", () -> TablesReading.read(look));
  }

  @Override
  public Reading<IndexFigures> indexes(Look look) {
    return look.reading("indexes", "", () -> TablesReading.indexes(look));
  }

  @Override
  public Reading<SettingFigures> settings(Look look) {
    return look.reading("settings", "", () -> FileReading.settings(look));
  }

  @Override
  public boolean stop(Look look, SessionFigures session, Stop how) {
    throw Rejected.because(CoreError.NOT_SUPPORTED, "SQLite has no sessions of others to stop.");
  }

  @Override
  public Plan explain(Look look, Statement statement, boolean run) {
    return Explaining.explain(look, statement, run);
  }
}
