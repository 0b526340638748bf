package dev.weir.operations.alert;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A time in which nobody is told of some alerts; they are seen and kept all the same.
 *
 * @param rule whose alerts; null for those of every rule
 * @param database whose; null for those of every database
 */
public record Silence(
    UUID id,
    @Nullable String rule,
    @Nullable String database,
    Instant until,
    String author,
    String reason,
    Instant created) {
  public boolean covers(AlertKey key, Instant now) {
    return now.isBefore(until)
        && (rule == null || rule.equals(key.rule()))
        && (database == null || database.equals(key.database()));
  }
}
