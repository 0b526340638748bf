package dev.weir.spi.monitor;

import dev.weir.api.Statement;
import java.util.Set;

/**
 * Reads how databases of an engine are doing, each topic with a few catalog queries. Found by
 * {@link java.util.ServiceLoader}; stateless, thread-safe and cheap to create.
 *
 * <p>Every query goes through the {@link Look}, and so takes the one request path. What cannot be
 * read is told as {@link dev.weir.spi.NotChecked} with what would mend it: never as fine, and never
 * as zero. An unreachable database is no reading: {@link dev.weir.api.Unavailable} is thrown.
 */
public interface Monitor {
  /** The types of definitions that it serves, such as {@code POSTGRESQL}. */
  Set<String> types();

  /**
   * Counters and gauges of the server and of each of its databases, sizes included unless the look
   * is a {@linkplain Look#briefly() brief} one.
   */
  Reading<Figure> server(Look look);

  /** Who is connected, what they do and who waits for whom. The session that asks is left out. */
  Reading<SessionFigures> sessions(Look look);

  /** What was run, summed by fingerprint, the longest total time first. */
  default Reading<StatementFigures> statements(Look look) {
    return Reading.unknown("statements", look);
  }

  /** The tables of the database, the largest first. */
  default Reading<TableFigures> tables(Look look) {
    return Reading.unknown("tables", look);
  }

  /** The indexes of the database, the largest first. */
  default Reading<IndexFigures> indexes(Look look) {
    return Reading.unknown("indexes", look);
  }

  /** What sessions wait for at this moment, or have waited for. */
  default Reading<WaitFigures> waits(Look look) {
    return Reading.unknown("waits", look);
  }

  /** The replicas that follow this server, and the one that it follows. */
  default Reading<ReplicaFigures> replication(Look look) {
    return Reading.unknown("replication", look);
  }

  /** What keeps the log for a consumer that may be away. */
  default Reading<SlotFigures> slots(Look look) {
    return Reading.unknown("slots", look);
  }

  /** The settings in force. */
  default Reading<SettingFigures> settings(Look look) {
    return Reading.unknown("settings", look);
  }

  /**
   * Ends what a session runs, or the session itself; false when it has gone meanwhile.
   *
   * @param session as it was read: a later session that happens to have its id is left alone
   * @throws dev.weir.api.Rejected with {@code WEIR-004} when the engine cannot do it
   */
  boolean stop(Look look, SessionFigures session, Stop how);

  /**
   * How the database would run a statement, with its values.
   *
   * @param run true to run it too, in a read-only transaction that is rolled back, so that times
   *     and rows are measured
   * @throws dev.weir.api.Rejected with {@code WEIR-004} when the engine cannot do it
   */
  Plan explain(Look look, Statement statement, boolean run);

  /** How a session is stopped. */
  enum Stop {
    /** Its statement ends with an error, and the session goes on. */
    CANCEL,
    /** The session is cut off; its transaction is rolled back. */
    TERMINATE
  }
}
