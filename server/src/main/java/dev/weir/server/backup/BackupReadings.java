package dev.weir.server.backup;

import dev.weir.operations.alert.Reading;
import dev.weir.operations.alert.ReadingSource;
import java.util.List;
import java.util.Set;
import org.springframework.stereotype.Component;

/** By how many seconds backups are overdue, for alerts; nothing where no target is set. */
@Component
final class BackupReadings implements ReadingSource {
  private final BackupWatch watch;
  private final StandingTable table;

  BackupReadings(BackupWatch watch, StandingTable table) {
    this.watch = watch;
    this.table = table;
  }

  @Override
  public Set<String> tells() {
    return Set.of("backup.overdue");
  }

  @Override
  public List<Reading> read() {
    return watch.concerned()
        ? table.all().stream()
            .map(row -> Reading.of("backup.overdue", row.database(), watch.overdue(row)))
            .toList()
        : List.of();
  }
}
