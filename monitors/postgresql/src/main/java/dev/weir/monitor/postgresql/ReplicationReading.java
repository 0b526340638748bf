package dev.weir.monitor.postgresql;

import dev.weir.api.Row;
import dev.weir.spi.NotChecked;
import dev.weir.spi.monitor.Look;
import dev.weir.spi.monitor.Reading;
import dev.weir.spi.monitor.ReplicaFigures;
import dev.weir.spi.monitor.SlotFigures;
import java.util.ArrayList;
import java.util.List;

/** Both ends of streaming replication, and the slots that keep the log. */
final class ReplicationReading {
  private static final String HERE =
      "(case when pg_is_in_recovery() then pg_last_wal_replay_lsn() else pg_current_wal_lsn() end)";

  private static final String FOLLOWERS =
      """
      select application_name, host(client_addr), state, sync_state,
        pg_wal_lsn_diff(%s, replay_lsn)::float8, extract(epoch from replay_lag)::float8
      from pg_catalog.pg_stat_replication order by 1, 2\
      """
          .formatted(HERE);

  /**
   * A standby that has applied all that came lags by nothing, however long ago that was, unless
   * nothing can come: then by the age of what it has applied last, at most. Whether it is connected
   * every role may see.
   */
  private static final String FOLLOWED =
      """
      select sender_host || ':' || sender_port, case when pid is not null then coalesce(status, 'connected') end,
        case when pid is not null
          then pg_wal_lsn_diff(pg_last_wal_receive_lsn(), pg_last_wal_replay_lsn())::float8 end,
        case when pid is not null and pg_last_wal_receive_lsn() = pg_last_wal_replay_lsn() then 0
          else extract(epoch from clock_timestamp() - pg_last_xact_replay_timestamp()) end::float8
      from (select pg_is_in_recovery() as standby) r left join pg_catalog.pg_stat_wal_receiver on true
      where r.standby\
      """;

  private static final String SLOTS =
      """
      select slot_name, slot_type, database, active,
        pg_wal_lsn_diff(%s, restart_lsn)::float8, wal_status
      from pg_catalog.pg_replication_slots order by 1\
      """
          .formatted(HERE);

  private ReplicationReading() {}

  static Reading<ReplicaFigures> read(Look look) {
    List<ReplicaFigures> all = new ArrayList<>(look.rows(FOLLOWERS, ReplicationReading::follower));
    all.addAll(look.rows(FOLLOWED, ReplicationReading::followed));
    boolean hidden = all.stream().anyMatch(replica -> replica.state().equals("hidden"));
    List<NotChecked> gaps =
        hidden ? Privileges.gaps(look, "replication", "how far replicas are") : List.of();
    return Reading.of(all, gaps);
  }

  private static ReplicaFigures follower(Row row) {
    boolean hidden = row.isNull(2);
    Double lag = Cells.number(row, 5);
    return new ReplicaFigures(
        "replica",
        Cells.text(row, 0),
        row.text(1),
        hidden ? "hidden" : Cells.text(row, 2),
        row.text(3),
        bytes(row, 4),
        // The server forgets the lag of a replica that has caught up and is idle.
        hidden ? null : lag == null ? Double.valueOf(0) : lag);
  }

  private static ReplicaFigures followed(Row row) {
    boolean connected = !row.isNull(1);
    return new ReplicaFigures(
        "primary",
        row.isNull(0) ? "primary" : Cells.text(row, 0),
        row.text(0),
        connected ? Cells.text(row, 1) : "not connected",
        null,
        bytes(row, 2),
        Cells.number(row, 3));
  }

  static Reading<SlotFigures> slots(Look look) {
    return Reading.of(
        look.rows(
            SLOTS,
            row ->
                new SlotFigures(
                    Cells.text(row, 0),
                    Cells.text(row, 1),
                    row.text(2),
                    row.booleanAt(3),
                    bytes(row, 4),
                    row.text(5))));
  }

  private static @org.jspecify.annotations.Nullable Long bytes(Row row, int column) {
    return row.isNull(column) ? null : Math.max(0, (long) row.doubleAt(column));
  }
}
