package dev.weir.operations.backup.retention;

import dev.weir.api.Environment;
import dev.weir.operations.backup.BackupError;
import java.time.Duration;
import java.time.ZoneId;
import java.time.ZoneOffset;

/**
 * Which backups are kept: those that any part keeps. The parts from {@code hourly} to {@code
 * monthly} keep the newest good backup of each of that many hours, days, ISO weeks and months in
 * which there are any, so that a pause in backups never makes old ones go.
 *
 * @param age those younger than this; zero keeps none by age
 * @param count this many of the newest; 0 keeps none by count
 * @param zone in which days, weeks and months begin
 */
public record RetentionRule(
    Duration age, int count, int hourly, int daily, int weekly, int monthly, ZoneId zone) {
  public RetentionRule {
    if (age.isNegative() || count < 0 || hourly < 0 || daily < 0 || weekly < 0 || monthly < 0) {
      throw BackupError.INVALID_RETENTION.because("No part of a rule may be negative.");
    }
    if (age.isZero() && count + hourly + daily + weekly + monthly == 0) {
      throw BackupError.INVALID_RETENTION.because(
          "The rule keeps nothing: give an age, a count, or hourly, daily, weekly or monthly.");
    }
  }

  /** Only by age. */
  public static RetentionRule of(Duration age) {
    return new RetentionRule(age, 0, 0, 0, 0, 0, ZoneOffset.UTC);
  }

  /** What an environment keeps where nothing else is said. */
  public static RetentionRule of(Environment environment) {
    return switch (environment) {
      case DEVELOPMENT -> of(Duration.ofDays(7));
      case TEST -> of(Duration.ofDays(1));
      case STAGING -> of(Duration.ofDays(14));
      case PRODUCTION -> new RetentionRule(Duration.ofDays(30), 0, 24, 30, 12, 12, ZoneOffset.UTC);
    };
  }
}
