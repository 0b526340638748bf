package dev.weir.backups;

import dev.weir.api.CoreError;
import dev.weir.api.Rejected;
import dev.weir.spi.backup.RestorePoint;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeParseException;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Which moment is meant, as people write it. */
public final class Points {
  private Points() {}

  /**
   * From {@code 2026-11-21T14:05:00Z}; without a zone it is this machine's.
   *
   * @throws Rejected with {@code WEIR-005} when it is no time
   */
  public static Instant instant(String text) {
    String iso = text.strip().replace(' ', 'T');
    try {
      return OffsetDateTime.parse(iso).toInstant();
    } catch (DateTimeParseException withoutZone) {
      try {
        return LocalDateTime.parse(iso).atZone(ZoneId.systemDefault()).toInstant();
      } catch (DateTimeParseException none) {
        throw Rejected.because(
            CoreError.INVALID_OPTION,
            "'" + text + "' is no time; write it as 2026-11-21T14:05:00Z.");
      }
    }
  }

  /**
   * The one point that is named; the backup's own state where none is.
   *
   * @param time as {@link #instant} reads it, or {@code latest} for as far as the log goes
   * @param place in the log
   * @param transaction its id
   * @param named the name of a point
   * @param before true stops just before it
   * @throws Rejected with {@code WEIR-005} when more than one is named
   */
  public static RestorePoint of(
      @Nullable String time,
      @Nullable String place,
      @Nullable String transaction,
      @Nullable String named,
      boolean before) {
    if (Stream.of(time, place, transaction, named).filter(Objects::nonNull).count() > 1) {
      throw Rejected.because(
          CoreError.INVALID_OPTION,
          "Name one of a time, a place in the log, a transaction and a point.");
    }
    if (place != null) {
      return new RestorePoint.InLog(place, !before);
    }
    if (transaction != null) {
      return new RestorePoint.Transaction(transaction, !before);
    }
    if (named != null) {
      return new RestorePoint.Named(named);
    }
    if (time == null) {
      return new RestorePoint.OfBackup();
    }
    return time.equals("latest")
        ? new RestorePoint.Latest()
        : new RestorePoint.At(instant(time), !before);
  }

  /** In words. */
  public static String text(RestorePoint point) {
    return switch (point) {
      case RestorePoint.OfBackup _ -> "the backup's own state";
      case RestorePoint.Latest _ -> "as far as the log goes";
      case RestorePoint.At at -> (at.inclusive() ? "" : "before ") + at.time();
      case RestorePoint.Transaction at ->
          (at.inclusive() ? "" : "before ") + "transaction " + at.id();
      case RestorePoint.InLog at -> (at.inclusive() ? "" : "before ") + at.place();
      case RestorePoint.Named at -> "the point " + at.name();
    };
  }
}
