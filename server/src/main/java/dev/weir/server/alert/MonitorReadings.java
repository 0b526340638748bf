package dev.weir.server.alert;

import dev.weir.operations.alert.Reading;
import dev.weir.operations.alert.ReadingSource;
import java.util.List;
import java.util.Set;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * What the monitors have put into the history: the newest within a day, since what they cannot look
 * at any more has not become good.
 */
@Component
final class MonitorReadings implements ReadingSource {
  /** Half of the 32-bit circle lies ahead of every transaction (PostgreSQL manual, 25.1.5). */
  private static final double MOST_AGE = 1L << 31;

  private final JdbcClient store;

  MonitorReadings(JdbcClient store) {
    this.store = store;
  }

  private record Age(String database, double value) {}

  @Override
  public Set<String> tells() {
    return Set.of("transactions.used-share");
  }

  @Override
  public List<Reading> read() {
    return store
        .sql(
            """
            select s.database, newest.high as value from monitor_series s
             cross join lateral (
               select m.high from monitor_minute m
                where m.series = s.id and m.at > now() - interval '1 day'
                order by m.at desc limit 1) newest
             where s.metric = 'transactions.age' and s.about = ''
            """)
        .query(Age.class)
        .list()
        .stream()
        .map(age -> Reading.of("transactions.used-share", age.database(), age.value() / MOST_AGE))
        .toList();
  }
}
