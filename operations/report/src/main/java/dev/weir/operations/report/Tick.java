package dev.weir.operations.report;

import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** A round moment of a chart, in UTC. */
record Tick(Instant at, String text) {
  private static final DateTimeFormatter HOUR = DateTimeFormatter.ofPattern("HH:mm", Locale.ROOT);
  private static final DateTimeFormatter DAY = DateTimeFormatter.ofPattern("EEE d", Locale.ENGLISH);
  private static final DateTimeFormatter DATE =
      DateTimeFormatter.ofPattern("d MMM", Locale.ENGLISH);

  /** Those that leave room for their words. */
  static List<Tick> within(Instant from, Instant until) {
    Duration span = Duration.between(from, until);
    Duration step = step(span);
    DateTimeFormatter form = step.toHours() < 24 ? HOUR : span.toDays() <= 8 ? DAY : DATE;
    Instant latest = until.minus(span.dividedBy(16));
    List<Tick> ticks = new ArrayList<>();
    long seconds = step.toSeconds();
    long first = Math.ceilDiv(from.getEpochSecond(), seconds) * seconds;
    for (Instant at = Instant.ofEpochSecond(first); !at.isAfter(latest); at = at.plus(step)) {
      ticks.add(new Tick(at, form.format(OffsetDateTime.ofInstant(at, ZoneOffset.UTC))));
    }
    return ticks;
  }

  private static Duration step(Duration span) {
    if (span.toHours() <= 2) {
      return Duration.ofMinutes(15);
    }
    if (span.toHours() <= 8) {
      return Duration.ofHours(1);
    }
    if (span.toHours() <= 36) {
      return Duration.ofHours(4);
    }
    return Duration.ofDays(span.toDays() <= 10 ? 1 : Math.ceilDiv(span.toDays(), 8));
  }
}
