package dev.weir.server.backup;

import dev.weir.api.Health;
import dev.weir.server.backup.StandingTable.Row;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.springframework.dao.DataAccessException;
import org.springframework.stereotype.Component;

/** Adds to the health of databases what should be done about their backups. */
@Component
public final class BackupAdvice {
  private final StandingTable table;
  private final BackupWatch watch;

  BackupAdvice(StandingTable table, BackupWatch watch) {
    this.table = table;
    this.watch = watch;
  }

  /** The same health, with more advice where there is some; the status stays as it is. */
  public List<Health> added(List<Health> all) {
    if (!watch.concerned()) {
      return all;
    }
    try {
      Map<String, Row> rows =
          table.all().stream()
              .filter(row -> row.looked() != null)
              .collect(Collectors.toMap(Row::database, row -> row));
      return all.stream().map(each -> added(each, rows)).toList();
    } catch (DataAccessException unreachable) {
      // Health is told without the store, too.
      return all;
    }
  }

  private Health added(Health health, Map<String, Row> rows) {
    Row row = rows.get(health.database());
    if (row == null) {
      return health;
    }
    List<String> advice = new ArrayList<>(health.advice());
    advice.addAll(watch.advice(row));
    return new Health(health.database(), health.status(), health.nodes(), advice);
  }
}
