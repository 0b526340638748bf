package dev.weir.operations.report;

import dev.weir.spi.NotChecked;
import dev.weir.spi.monitor.Figure;
import dev.weir.spi.monitor.IndexFigures;
import dev.weir.spi.monitor.Reading;
import dev.weir.spi.monitor.ReplicaFigures;
import dev.weir.spi.monitor.SessionFigures;
import dev.weir.spi.monitor.SettingFigures;
import dev.weir.spi.monitor.SlotFigures;
import dev.weir.spi.monitor.StatementFigures;
import dev.weir.spi.monitor.TableFigures;
import dev.weir.spi.monitor.WaitFigures;
import java.time.Instant;
import java.util.List;

/**
 * What was seen of a database, of which a report is made.
 *
 * @param database its name in the catalog
 * @param inside its name in the server; empty where there is none
 * @param perSecond how fast counters grew while it was looked at
 * @param advised false when nobody looked for advice, so that none says nothing
 * @param unadvised what could not be looked at for advice
 */
public record Observation(
    String database,
    String type,
    String inside,
    Instant at,
    Reading<Figure> server,
    List<Rate> perSecond,
    Reading<SessionFigures> sessions,
    Reading<StatementFigures> statements,
    Reading<TableFigures> tables,
    Reading<IndexFigures> indexes,
    Reading<WaitFigures> waits,
    Reading<ReplicaFigures> replication,
    Reading<SlotFigures> slots,
    Reading<SettingFigures> settings,
    boolean advised,
    List<Recommendation> advice,
    List<NotChecked> unadvised) {
  /** The growth of a counter of the database, a second. */
  public record Rate(String name, double value) {}
}
