package dev.weir.server.alert;

import dev.weir.operations.alert.Reading;
import dev.weir.operations.alert.ReadingSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * What the monitors have put into the history. Of what can only grow the newest within a day
 * counts, since what they cannot look at any more has not become good; of a replica, which may have
 * been taken away, the newest within five minutes.
 */
@Component
final class MonitorReadings implements ReadingSource {
  /** Half of the 32-bit circle lies ahead of every transaction (PostgreSQL manual, 25.1.5). */
  private static final double MOST_AGE = 1L << 31;

  private final JdbcClient store;

  MonitorReadings(JdbcClient store) {
    this.store = store;
  }

  @Override
  public Set<String> tells() {
    return Set.of("transactions.used-share", "replication.lag");
  }

  @Override
  public List<Reading> read() {
    List<Reading> all = new ArrayList<>();
    newest("transactions.age", "1 day").stream()
        .filter(each -> each.subject().isEmpty())
        .map(age -> Reading.of("transactions.used-share", age.database(), age.value() / MOST_AGE))
        .forEach(all::add);
    all.addAll(newest("replication.lag", "5 minutes"));
    return all;
  }

  /** The highest of the newest minute of each series. */
  private List<Reading> newest(String metric, String within) {
    return store
        .sql(
            """
            select s.database, s.about, newest.high from monitor_series s
             cross join lateral (
               select m.high from monitor_minute m
                where m.series = s.id and m.at > now() - cast(? as interval)
                order by m.at desc limit 1) newest
             where s.metric = ?
            """)
        .params(within, metric)
        .query(
            (row, _) -> new Reading(metric, row.getString(1), row.getString(2), row.getDouble(3)))
        .list();
  }
}
