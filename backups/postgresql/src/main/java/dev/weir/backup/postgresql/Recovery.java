package dev.weir.backup.postgresql;

import dev.weir.api.Rejected;
import dev.weir.spi.backup.Position;
import dev.weir.spi.backup.RestorePoint;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The settings that make a server recover to a point and then take writes (PostgreSQL manual,
 * recovery target).
 */
record Recovery(RestorePoint point, Position backup, Map<String, String> options) {
  static final String BEGIN = "# Recovery, written by Weir.";

  /** Refuses points that lie before the end of the backup. */
  void check() {
    Map<String, String> facts = backup.facts();
    switch (point) {
      case RestorePoint.At(Instant time, boolean _) -> {
        Instant stop = Instant.parse(facts.getOrDefault("stop-time", Instant.EPOCH.toString()));
        if (time.isBefore(stop)) {
          throw Rejected.because(
              PostgresBackupError.POINT,
              "The backup ended at " + stop + ", after " + time + "; choose an earlier backup.");
        }
      }
      case RestorePoint.InLog(String place, boolean _) -> {
        Lsn stop = Lsn.parse(facts.getOrDefault("stop-lsn", "0/0"));
        if (Lsn.parse(place).compareTo(stop) < 0) {
          throw Rejected.because(
              PostgresBackupError.POINT,
              "The backup ends at " + stop + ", behind " + place + "; choose an earlier backup.");
        }
      }
      case RestorePoint.Transaction(String id, boolean _) -> {
        if (!id.matches("\\d{1,20}")) {
          throw Rejected.because(
              PostgresBackupError.POINT, "This is no transaction id of PostgreSQL: " + id + ".");
        }
      }
      case RestorePoint.Named(String name) -> {
        if (name.isBlank() || name.length() > 63) {
          throw Rejected.because(
              PostgresBackupError.POINT, "A restore point has a name of 1 to 63 characters.");
        }
      }
      case RestorePoint.OfBackup(), RestorePoint.Latest() -> {}
    }
  }

  void write(Path data, @Nullable WalRange range) throws IOException {
    Map<String, String> settings = new LinkedHashMap<>();
    settings.put("archive_mode", "off");
    if (options.containsKey("port")) {
      settings.put("port", options.get("port"));
    }
    settings.put("restore_command", range == null ? "false" : command(data));
    settings.put("recovery_target_action", "promote");
    settings.put(
        "recovery_target_timeline", range == null ? "current" : String.valueOf(range.timeline()));
    target(settings);
    StringBuilder lines = new StringBuilder("\n" + BEGIN + "\n");
    settings.forEach((name, value) ->
        lines.append(name).append(" = '").append(value.replace("'", "''")).append("'\n"));
    Files.writeString(
        data.resolve("postgresql.auto.conf"),
        lines,
        StandardOpenOption.CREATE,
        StandardOpenOption.APPEND);
    Files.writeString(data.resolve("recovery.signal"), "");
  }

  private static String command(Path data) {
    String spool = data.resolve(WalSpool.FOLDER).toString().replace("%", "%%");
    return "cp \"" + spool + "/%f\" \"%p\"";
  }

  private void target(Map<String, String> settings) {
    switch (point) {
      case RestorePoint.OfBackup() -> settings.put("recovery_target", "immediate");
      case RestorePoint.Latest() -> {}
      case RestorePoint.At(Instant time, boolean inclusive) -> {
        settings.put("recovery_target_time", time.toString().replace("T", " ").replace("Z", "+00"));
        inclusive(settings, inclusive);
      }
      case RestorePoint.Transaction(String id, boolean inclusive) -> {
        settings.put("recovery_target_xid", id);
        inclusive(settings, inclusive);
      }
      case RestorePoint.InLog(String place, boolean inclusive) -> {
        settings.put("recovery_target_lsn", place);
        inclusive(settings, inclusive);
      }
      case RestorePoint.Named(String name) -> settings.put("recovery_target_name", name);
    }
  }

  private static void inclusive(Map<String, String> settings, boolean inclusive) {
    settings.put("recovery_target_inclusive", inclusive ? "on" : "off");
  }
}
