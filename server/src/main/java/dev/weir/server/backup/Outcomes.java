package dev.weir.server.backup;

import dev.weir.operations.backup.Copied;
import dev.weir.operations.notify.Notice;
import dev.weir.operations.notify.Notice.Severity;
import dev.weir.server.backup.BackupResults.Proven;
import dev.weir.server.backup.BackupResults.Taken;
import dev.weir.server.notice.Audience;
import dev.weir.server.notice.Notices;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.stereotype.Component;

/** Sees to it that people and metrics learn how work on backups ended. */
@Component
final class Outcomes {
  private static final Logger LOG = LoggerFactory.getLogger(Outcomes.class);

  private final Notices notices;
  private final StandingTable standings;

  Outcomes(Notices notices, StandingTable standings) {
    this.notices = notices;
    this.standings = standings;
  }

  void failed(String kind, String target, String explanation) {
    kept(() -> {
      if (kind.equals("backup.create")) {
        standings.countFailure(target);
      } else if (kind.equals("backup.verify")) {
        standings.countFailedProof(target);
      }
      tell(
          Audience.FAILURE,
          kind + ".failed",
          Severity.CRITICAL,
          title(kind, target) + " failed",
          explanation,
          target,
          Map.of());
    });
  }

  void succeeded(String kind, String target, Object result) {
    kept(() -> {
      standings.stale();
      switch (result) {
        case Taken taken -> taken(target, taken);
        case Proven proven -> proven(target, proven);
        default -> done(kind, target);
      }
    });
  }

  private void done(String kind, String target) {
    if (kind.startsWith("restore")) {
      tell(
          Audience.SUCCESS,
          kind + ".succeeded",
          Severity.INFO,
          title(kind, target) + " succeeded",
          "",
          target,
          Map.of());
    }
  }

  private void taken(String target, Taken taken) {
    Map<String, String> facts = new LinkedHashMap<>();
    facts.put("backup", taken.backup().id());
    facts.put("stored bytes", Long.toString(taken.backup().storedBytes()));
    Duration took = taken.backup().took();
    if (took != null) {
      facts.put("duration", took.toSeconds() + " s");
    }
    List<String> failures =
        taken.copies().stream().map(Copied::failures).flatMap(List::stream).toList();
    if (!failures.isEmpty()) {
      tell(
          Audience.FAILURE,
          "backup.copy.failed",
          Severity.WARNING,
          "The backup of " + target + " was taken, and not copied everywhere",
          String.join("\n", failures),
          target,
          facts);
    }
    tell(
        Audience.SUCCESS,
        "backup.create.succeeded",
        Severity.INFO,
        "The backup of " + target + " succeeded",
        String.join("\n", taken.warnings()),
        target,
        facts);
  }

  private void proven(String target, Proven proven) {
    Map<String, String> facts = Map.of("backup", proven.id());
    if (proven.good()) {
      tell(
          Audience.SUCCESS,
          "backup.verify.succeeded",
          Severity.INFO,
          "A backup of " + target + " is proven",
          "",
          target,
          facts);
      return;
    }
    standings.countFailedProof(target);
    List<String> wrong =
        proven.findings().stream()
            .filter(each -> each.outcome().equals("failed"))
            .map(each -> (each.check() + " " + each.object()).strip() + ": " + each.detail())
            .toList();
    tell(
        Audience.FAILURE,
        "backup.proof.failed",
        Severity.CRITICAL,
        "The backup " + proven.id() + " of " + target + " is not good",
        String.join("\n", wrong) + "\nTake a new backup, and find out what has damaged this one.",
        target,
        facts);
  }

  private void tell(
      Audience audience,
      String event,
      Severity severity,
      String title,
      String text,
      String target,
      Map<String, String> facts) {
    @Nullable String database = target.equals("*") ? null : target;
    notices.tell(
        audience,
        new Notice(
            UUID.randomUUID().toString(),
            event,
            severity,
            title,
            text,
            database,
            facts,
            null,
            Instant.now()));
  }

  private static String title(String kind, String target) {
    String of = target.equals("*") ? "" : " of " + target;
    return switch (kind) {
      case "backup.create" -> "The backup" + of;
      case "backup.verify" -> "The verification of a backup" + of;
      case "backup.prune" -> "The pruning of backups" + of;
      case "backup.copy" -> "The copying of backups" + of;
      case "backup.gc" -> "The tidying of backups";
      case "backup.schedule" -> "The schedule " + target;
      case "restore.undo" -> "The undoing of a restore" + of;
      case "restore.patch" -> "The patch" + of;
      default -> "The restore" + of;
    };
  }

  /** The work has ended, however it is told. */
  private static void kept(Runnable telling) {
    try {
      telling.run();
    } catch (DataAccessException unreachable) {
      LOG.error("How work on backups ended could not be told", unreachable);
    }
  }
}
