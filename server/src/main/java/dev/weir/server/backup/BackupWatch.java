package dev.weir.server.backup;

import dev.weir.Home;
import dev.weir.api.WeirException;
import dev.weir.engine.config.Settings;
import dev.weir.operations.backup.Standing;
import dev.weir.operations.notify.Notice;
import dev.weir.operations.notify.Notice.Severity;
import dev.weir.server.alert.AlertHearing;
import dev.weir.server.backup.StandingTable.Row;
import dev.weir.server.catalog.Entry;
import dev.weir.server.catalog.ServerCatalog;
import dev.weir.server.notice.Audience;
import dev.weir.server.notice.Notices;
import java.nio.file.Files;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/**
 * Looks how the databases stand: at the repository when something has changed or the last look is
 * old, at what it saw there every minute. Tells what is overdue, once a day, unless somebody hears
 * of it as an alert.
 */
@Component
final class BackupWatch {
  private static final Logger LOG = LoggerFactory.getLogger(BackupWatch.class);
  private static final Duration OLD = Duration.ofMinutes(15);

  private final ServerBackups backups;
  private final ServerCatalog catalog;
  private final StandingTable table;
  private final Notices notices;
  private final AlertHearing alerts;
  private final Home home;

  BackupWatch(
      ServerBackups backups,
      ServerCatalog catalog,
      StandingTable table,
      Notices notices,
      AlertHearing alerts,
      Home home) {
    this.backups = backups;
    this.catalog = catalog;
    this.table = table;
    this.notices = notices;
    this.alerts = alerts;
    this.home = home;
  }

  /** A server that nobody has told to take backups makes no repository. */
  boolean concerned() {
    Settings.Backup settings = catalog.settings().backup();
    return settings.repository() != null
        || !settings.schedules().isEmpty()
        || Files.exists(home.folder().resolve("backups"));
  }

  void look() {
    if (!concerned()) {
      return;
    }
    if (table.isStale(OLD)) {
      atTheRepository();
    }
    Settings.Targets targets = catalog.settings().backup().targets();
    table.all().forEach(row -> judge(row, targets));
  }

  private void atTheRepository() {
    List<String> names = catalog.all().stream().map(Entry::name).toList();
    try {
      List<Standing> all = backups.with(each -> each.backups().standings(names, each.objectives()));
      Instant now = Instant.now();
      all.forEach(standing -> table.keep(standing, now));
      table.keepOnly(names);
    } catch (WeirException failed) {
      LOG.warn("How the databases stand could not be seen: {}", failed.explanation());
    }
  }

  private void judge(Row row, Settings.Targets targets) {
    Duration rpo = targets.rpo();
    Duration proof = targets.proof();
    if (!isMeant(row)) {
      return;
    }
    if (rpo != null
        && isOlder(row.covered(), rpo)
        && !alerts.heard("backup-overdue", row.database())) {
      tell(
          row.database(),
          "backup.overdue",
          "A backup of " + row.database() + " is overdue",
          row.covered() == null
              ? "There is no good backup of it."
              : "A disaster now would lose what was changed since "
                  + row.covered()
                  + "; the target (backup.rpo) is "
                  + rpo
                  + ".");
    }
    if (proof != null && isOlder(row.lastProven(), proof)) {
      tell(
          row.database(),
          "backup.proof.overdue",
          "A proof of the backups of " + row.database() + " is overdue",
          (row.lastProven() == null
                  ? "None was ever restored and found the same."
                  : "The last that was restored and found the same is of " + row.lastProven() + ".")
              + " The target (backup.proof) is "
              + proof
              + ".");
    }
  }

  /** True where somebody wants backups of it, and it was looked at. */
  private boolean isMeant(Row row) {
    return row.looked() != null && (row.lastGood() != null || isScheduled(row.database()));
  }

  /** By how many seconds {@code backup.rpo} is missed; 0 where it is kept, or not set. */
  double overdue(Row row) {
    Duration rpo = catalog.settings().backup().targets().rpo();
    Instant covered = row.covered();
    if (rpo == null || !isMeant(row)) {
      return 0;
    }
    return covered == null
        ? rpo.toSeconds()
        : Math.max(0, Duration.between(covered, Instant.now()).minus(rpo).toSeconds());
  }

  private boolean isScheduled(String database) {
    return catalog.settings().backup().schedules().values().stream()
        .anyMatch(text ->
            text.matches(
                "(?s).*\\screate\\s+(.*\\s)?"
                    + java.util.regex.Pattern.quote(database)
                    + "(\\s.*)?"));
  }

  static boolean isOlder(@Nullable Instant moment, Duration age) {
    return moment == null || moment.isBefore(Instant.now().minus(age));
  }

  private void tell(String database, String event, String title, String text) {
    Instant now = Instant.now();
    notices.tell(
        Audience.OVERDUE,
        new Notice(
            event + "/" + database + "/" + LocalDate.ofInstant(now, ZoneOffset.UTC),
            event,
            Severity.WARNING,
            title,
            text,
            database,
            Map.of(),
            null,
            now));
  }

  /** What should be done about the backups of a database, in words; empty when nothing. */
  List<String> advice(Row row) {
    Settings.Targets targets = catalog.settings().backup().targets();
    List<String> advice = new ArrayList<>();
    Instant covered = row.covered();
    Duration rpo = targets.rpo();
    if (covered == null) {
      advice.add(
          "There is no good backup: take one with `weir backup create " + row.database() + "`.");
    } else if (rpo != null && isOlder(covered, rpo)) {
      advice.add(
          "The backup is overdue: it holds the state of "
              + covered
              + ", and backup.rpo is "
              + rpo
              + ".");
    }
    return advice;
  }
}
