package dev.weir.operations.backup.retention;

import java.time.Instant;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** The spans of which one backup each is kept. */
enum Calendar {
  HOURLY("hour", "uuuu-MM-dd HH'h' xx"),
  DAILY("day", "uuuu-MM-dd"),
  WEEKLY("week", "YYYY-'W'ww"),
  MONTHLY("month", "uuuu-MM");

  private final String word;
  private final DateTimeFormatter format;

  Calendar(String word, String pattern) {
    this.word = word;
    // ISO weeks begin on Monday; the root locale's do not.
    this.format = DateTimeFormatter.ofPattern(pattern, Locale.GERMANY);
  }

  String span(Instant time, ZoneId zone) {
    return format.format(ZonedDateTime.ofInstant(time, zone));
  }

  String reason(String span) {
    return "last of the " + word + " " + span;
  }

  int many(RetentionRule rule) {
    return switch (this) {
      case HOURLY -> rule.hourly();
      case DAILY -> rule.daily();
      case WEEKLY -> rule.weekly();
      case MONTHLY -> rule.monthly();
    };
  }
}
