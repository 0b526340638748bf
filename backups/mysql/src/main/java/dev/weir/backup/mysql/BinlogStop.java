package dev.weir.backup.mysql;

import dev.weir.api.Rejected;
import dev.weir.backup.mysql.Binlog.Group;
import dev.weir.spi.backup.RestorePoint;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Looks for the first transaction that a restore shall not bring. Binary logs tell times in whole
 * seconds: up to a time takes the whole of its second, before it nothing of it.
 */
final class BinlogStop {
  private final RestorePoint point;
  private final long start;
  private final @Nullable BinlogName place;
  private final long offset;
  private boolean first;
  private boolean taken;
  private long lastSecond;
  private @Nullable BinlogName file;
  private long at = -1;

  /**
   * @param start where the backup ends in the first file
   * @throws dev.weir.api.Rejected with {@code MYBACKUP-011} for a point of a kind that these
   *     servers do not have
   */
  BinlogStop(RestorePoint point, long start) {
    this.point = point;
    this.start = start;
    if (point instanceof RestorePoint.InLog(String text, boolean _)) {
      int colon = text.lastIndexOf(':');
      String digits = text.substring(colon + 1);
      place = BinlogName.parse(text.substring(0, Math.max(0, colon))).orElse(null);
      if (place == null || !digits.matches("\\d{1,12}")) {
        throw unfit("A place is written as FILE:OFFSET, such as binlog.000007:1234, not " + text);
      }
      offset = Long.parseLong(digits);
    } else {
      place = null;
      offset = 0;
    }
    if (point instanceof RestorePoint.Named(String name)) {
      throw unfit("Binary logs have no named points, so none is called " + name);
    }
  }

  private static Rejected unfit(String what) {
    return Rejected.because(MysqlBackupError.POINT, what + ".");
  }

  void begin(String name, boolean isFirst) {
    file = BinlogName.parse(name).orElseThrow();
    first = isFirst;
    if (isFirst && place != null && before(place, offset, file, start)) {
      throw unfit("The place " + place + ":" + offset + " lies before the end of the backup");
    }
  }

  private static boolean before(BinlogName name, long at, BinlogName other, long otherAt) {
    int order = name.compareTo(other);
    return order < 0 || order == 0 && at < otherAt;
  }

  /** At the end of a file, whose last event was written then. */
  void end(long second) {
    lastSecond = Math.max(lastSecond, second);
    if (at < 0 && place != null && place.equals(file)) {
      at = Long.MAX_VALUE;
    }
  }

  void heard(Group group) {
    if (at >= 0 || first && group.start() < start) {
      return;
    }
    if (taken || !wanted(group)) {
      at = group.start();
    }
  }

  private boolean wanted(Group group) {
    return switch (point) {
      case RestorePoint.At(Instant time, boolean inclusive) ->
          inclusive
              ? group.second() <= time.getEpochSecond()
              : group.second() < time.getEpochSecond();
      case RestorePoint.Transaction(String id, boolean inclusive) -> {
        boolean it = group.gtid().equalsIgnoreCase(id);
        taken = it && inclusive;
        yield !it || inclusive;
      }
      case RestorePoint.InLog(String _, boolean inclusive) ->
          place == null
              || file == null
              || before(file, group.end(), place, inclusive ? offset + 1 : offset);
      default -> true;
    };
  }

  boolean found() {
    return at >= 0;
  }

  /** Transactions that begin here or later in the file are not wanted. */
  long at() {
    return at;
  }

  /** Why the end of the logs is not the point; empty when it is. */
  Optional<String> missed() {
    return switch (point) {
      case RestorePoint.At(Instant time, boolean inclusive) ->
          lastSecond > time.getEpochSecond() || !inclusive && lastSecond == time.getEpochSecond()
              ? Optional.empty()
              : Optional.of(
                  "The archived binary logs end at "
                      + Instant.ofEpochSecond(lastSecond)
                      + ", before "
                      + time
                      + ".");
      case RestorePoint.Transaction(String id, boolean _) ->
          taken
              ? Optional.empty()
              : Optional.of("No archived binary log after the backup holds " + id + ".");
      case RestorePoint.InLog(String text, boolean _) ->
          Optional.of("The archived binary logs do not reach " + text + ".");
      default -> Optional.empty();
    };
  }
}
