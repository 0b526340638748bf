package dev.weir.server.backup;

import dev.weir.operations.backup.Standing;
import dev.weir.operations.backup.repository.Manifest;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** How databases stand, as the last look saw it, kept for all servers. */
@Component
final class StandingTable {
  private final JdbcClient store;

  StandingTable(JdbcClient store) {
    this.store = store;
  }

  /**
   * How a database stands.
   *
   * @param looked null before the first look
   * @param covered until when nothing would be lost; null without a backup
   * @param storedBytes of the last good backup; null without one
   */
  record Row(
      String database,
      @Nullable Instant looked,
      @Nullable Instant lastGood,
      @Nullable Instant lastProven,
      @Nullable Instant covered,
      @Nullable Long sourceBytes,
      @Nullable Long storedBytes,
      @Nullable Duration took,
      long failures,
      long failedProofs) {}

  List<Row> all() {
    return store
        .sql("select * from backup_standing order by database")
        .query(StandingTable::read)
        .list();
  }

  /** True when a look is due. */
  boolean isStale(Duration age) {
    return store
        .sql(
            "select not exists (select from backup_standing where looked is not null)"
                + " or exists (select from backup_standing where looked is null"
                + " or looked < now() - ? * interval '1 second')")
        .param(age.toSeconds())
        .query(Boolean.class)
        .single();
  }

  /** Something has changed since the last look, which still holds until the next. */
  void stale() {
    store.sql("update backup_standing set looked = 'epoch' where looked is not null").update();
  }

  void keep(Standing standing, Instant now) {
    Optional<Manifest> good = standing.lastGood();
    store
        .sql(
            """
            insert into backup_standing
              (database, looked, last_good, last_proven, covered, source_bytes, stored_bytes, took_millis, misses)
            values (?, ?, ?, ?, ?, ?, ?, ?, ?)
            on conflict (database) do update set looked = excluded.looked, last_good = excluded.last_good,
              last_proven = excluded.last_proven, covered = excluded.covered, source_bytes = excluded.source_bytes,
              stored_bytes = excluded.stored_bytes, took_millis = excluded.took_millis, misses = excluded.misses
            """)
        .param(standing.database())
        .param(Timestamp.from(now))
        .param(time(good.map(Manifest::consistentAt)))
        .param(time(standing.lastProven().map(Manifest::consistentAt)))
        .param(time(standing.lossNow().map(now::minus)))
        .param(good.map(each -> each.sizes().source()).orElse(null))
        .param(good.map(each -> each.sizes().stored()).orElse(null))
        .param(good.map(each -> each.took().toMillis()).orElse(null))
        .param(standing.misses().toArray(String[]::new))
        .update();
  }

  /** Forgets databases that the catalog does not have any more. */
  void keepOnly(List<String> databases) {
    store
        .sql("delete from backup_standing where not (database = any (?))")
        .param(databases.toArray(String[]::new))
        .update();
  }

  void countFailure(String database) {
    count(database, "failures");
  }

  void countFailedProof(String database) {
    count(database, "failed_proofs");
  }

  private void count(String database, String column) {
    store
        .sql(
            "insert into backup_standing as s (database, "
                + column
                + ") values (?, 1) on conflict (database) do update set "
                + column
                + " = s."
                + column
                + " + 1")
        .param(database)
        .update();
  }

  private static @Nullable Timestamp time(Optional<Instant> instant) {
    return instant.map(Timestamp::from).orElse(null);
  }

  private static Row read(ResultSet row, int number) throws SQLException {
    Long took = row.getObject("took_millis", Long.class);
    return new Row(
        row.getString("database"),
        ScheduleTable.instant(row, "looked"),
        ScheduleTable.instant(row, "last_good"),
        ScheduleTable.instant(row, "last_proven"),
        ScheduleTable.instant(row, "covered"),
        row.getObject("source_bytes", Long.class),
        row.getObject("stored_bytes", Long.class),
        took == null ? null : Duration.ofMillis(took),
        row.getLong("failures"),
        row.getLong("failed_proofs"));
  }
}
