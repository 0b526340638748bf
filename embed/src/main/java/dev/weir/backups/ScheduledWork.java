package dev.weir.backups;

import dev.weir.operations.backup.CreateOrder;
import dev.weir.operations.backup.VerifyOrder;
import dev.weir.operations.backup.schedule.Schedule;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What a schedule does, understood from its command as {@code weir backup} would. */
public sealed interface ScheduledWork {
  /** A backup is taken; {@code prune} removes then what the rule does not keep of the database. */
  record Create(String database, CreateOrder order, boolean prune) implements ScheduledWork {}

  /** A backup is proven. */
  record Verify(String database, String id, VerifyOrder order) implements ScheduledWork {}

  /**
   * What the rule of retention does not keep is removed.
   *
   * @param database null for all
   * @param from the location of a copy; null for the repository
   */
  record Prune(@Nullable String database, @Nullable String from) implements ScheduledWork {}

  /** The copies get what they lack; of all databases where it is null. */
  record Copy(@Nullable String database) implements ScheduledWork {}

  /** What a server has written to its log since the last time is archived. */
  record ArchiveLog(String database, Map<String, String> options) implements ScheduledWork {
    public ArchiveLog {
      options = Map.copyOf(options);
    }
  }

  /** What no backup names is removed. */
  record Collect() implements ScheduledWork {}

  /**
   * Understands a schedule.
   *
   * @throws dev.weir.api.Rejected with {@code BACKUP-024} when it cannot
   */
  static ScheduledWork of(Schedule schedule, HomeBackups home) {
    return new ScheduledWords(schedule).work(home);
  }
}
