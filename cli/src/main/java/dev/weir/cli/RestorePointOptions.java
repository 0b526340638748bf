package dev.weir.cli;

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
import picocli.CommandLine.Option;

/** The options that say which moment is restored. */
final class RestorePointOptions {
  @Option(
      names = "--to",
      paramLabel = "TIME",
      description = {
        "Roll forward to a time, such as 2026-11-21T14:05:00Z (without zone: this machine's),",
        "or to latest, as far as the archived log goes."
      })
  private @Nullable String time;

  @Option(
      names = "--to-lsn",
      paramLabel = "PLACE",
      description = "Roll forward to a place in the log.")
  private @Nullable String place;

  @Option(
      names = "--to-transaction",
      paramLabel = "XID",
      description = "Roll forward to a transaction, with it.")
  private @Nullable String transaction;

  @Option(names = "--to-point", paramLabel = "NAME", description = "Roll forward to a named point.")
  private @Nullable String named;

  @Option(names = "--before", description = "Stop just before that time, place or transaction.")
  private boolean before;

  boolean given() {
    return Stream.of(time, place, transaction, named).anyMatch(Objects::nonNull);
  }

  RestorePoint point() {
    if (Stream.of(time, place, transaction, named).filter(Objects::nonNull).count() > 1) {
      throw wrong("Give one of --to, --to-lsn, --to-transaction and --to-point.");
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

  static Instant instant(String text) {
    String iso = text.strip().replace(' ', 'T');
    try {
      return OffsetDateTime.parse(iso).toInstant();
    } catch (DateTimeParseException withoutZone) {
      try {
        return LocalDateTime.parse(iso).atZone(ZoneId.systemDefault()).toInstant();
      } catch (DateTimeParseException none) {
        throw wrong("'" + text + "' is no time; write it as 2026-11-21T14:05:00Z.");
      }
    }
  }

  static String text(RestorePoint point) {
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

  private static Rejected wrong(String message) {
    return Rejected.because(CoreError.INVALID_OPTION, message);
  }
}
