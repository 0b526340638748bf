package dev.weir.server.operation;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Long work on a database, as it is now.
 *
 * @param kind such as {@code demo.load} or {@code backup.create}
 * @param target the database
 * @param step counts from 1; 0 before the first
 * @param steps 0 where it is not known
 * @param amount how much is done; null for work that does not measure itself
 * @param message what it does now, or how it ended
 * @param code of the error that ended it; null where none did
 * @param result what it found; null while it runs, and where it finds nothing
 */
public record Operation(
    UUID id,
    String kind,
    String target,
    State state,
    int step,
    int steps,
    Progress.@Nullable Amount amount,
    String message,
    @Nullable String code,
    String author,
    Instant started,
    @Nullable Instant ended,
    @Nullable JsonNode result) {
  /** How far it is. */
  public enum State {
    RUNNING,
    SUCCEEDED,
    FAILED,
    CANCELLED
  }
}
