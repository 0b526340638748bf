package dev.weir.server.backup;

import dev.weir.api.CoreError;
import dev.weir.api.Rejected;
import dev.weir.backups.HomeBackups;
import dev.weir.backups.Scopes;
import dev.weir.engine.config.Rates;
import dev.weir.engine.config.Times;
import dev.weir.operations.backup.CreateOrder;
import dev.weir.operations.backup.SqlCheck;
import dev.weir.operations.backup.VerifyOrder;
import dev.weir.spi.backup.Level;
import dev.weir.spi.backup.Scope;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The bodies of calls about backups. */
final class BackupRequests {
  private BackupRequests() {}

  /** A backup to be taken; what is left out is as the configuration says. */
  record Create(
      @Nullable String database,
      @Nullable String method,
      @Nullable String scope,
      @Nullable String level,
      @Nullable Map<String, String> labels,
      @Nullable Map<String, String> options,
      @Nullable Integer jobs,
      @Nullable String throttle,
      @Nullable Boolean tally,
      @Nullable Boolean prune) {

    Scope part() {
      return scope == null ? new Scope.Whole() : Scopes.parse(scope);
    }

    CreateOrder order(HomeBackups home) {
      CreateOrder.Builder order = home.order().method(method).scope(part()).level(kind());
      if (labels != null) {
        labels.forEach(order::label);
      }
      if (options != null && !options.isEmpty()) {
        Permission.administrator("An option of a method");
        order.options(options);
      }
      if (jobs != null) {
        order.jobs(jobs);
      }
      if (throttle != null) {
        order.bytesPerSecond(rate(throttle));
      }
      return order.tally(!Boolean.FALSE.equals(tally)).build();
    }

    private Level kind() {
      try {
        return level == null ? Level.FULL : Level.valueOf(level.toUpperCase(Locale.ROOT));
      } catch (IllegalArgumentException unknown) {
        throw wrong("The level is one of full, differential and incremental; not " + level + ".");
      }
    }

    private static long rate(String text) {
      try {
        return Rates.parse(text);
      } catch (IllegalArgumentException wrong) {
        throw wrong(wrong.getMessage() + "");
      }
    }
  }

  /** How a backup shall be verified. */
  record Verify(@Nullable Boolean restore, @Nullable List<Check> checks, @Nullable String from) {
    VerifyOrder order(HomeBackups home) {
      boolean restores = !Boolean.FALSE.equals(restore);
      List<Check> all = checks == null ? List.of() : checks;
      if (!restores && !all.isEmpty()) {
        throw wrong("Checks need a restore.");
      }
      return new VerifyOrder(
          restores, all.stream().map(Check::check).toList(), home.location(from));
    }
  }

  /** A statement, and what its first column must be. */
  record Check(@Nullable String sql, @Nullable String expected) {
    private SqlCheck check() {
      if (sql == null || expected == null) {
        throw wrong("A check has sql and expected.");
      }
      return new SqlCheck(sql, sql, expected);
    }
  }

  /** Why a backup must stay, and for how long; null until it is released. */
  record Hold(@Nullable String reason, @Nullable String time) {}

  /** Which backups are looked at: those of one database, or all; in a copy, or the repository. */
  record Prune(@Nullable String database, @Nullable String from) {}

  /** Whether anything shall be removed. */
  record Collect(@Nullable Boolean dryRun) {}

  /** Which database's backups are copied; null for all. */
  record Copy(@Nullable String database) {}

  /** A span of time as {@code weir.yaml} writes it. */
  static Duration span(String name, String text) {
    try {
      return Times.parse(text);
    } catch (IllegalArgumentException wrong) {
      throw wrong(name + " is '" + text + "': " + wrong.getMessage());
    }
  }

  static String named(@Nullable String database) {
    if (database == null || database.isBlank()) {
      throw wrong("The body names no database.");
    }
    return database;
  }

  static Rejected wrong(String message) {
    return Rejected.because(CoreError.INVALID_OPTION, message);
  }
}
