package dev.weir.operations.backup.repository;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One restore, written down before it begins so that it can be undone whatever happens in it.
 *
 * @param target the name of the database restored into; empty for a folder
 * @param folder the data folder restored into; null for a server
 * @param aside where what was in that folder lies now; null when it was empty
 * @param safety the id of the backup taken of the target before, under the target's name; null when
 *     there is none
 * @param plainBytes that were restored
 * @param failure why it failed; null when it did not
 */
public record RestoreRecord(
    String id,
    String database,
    String backup,
    String method,
    String target,
    @Nullable String folder,
    @Nullable String aside,
    @Nullable String safety,
    State state,
    Instant started,
    @Nullable Instant finished,
    long plainBytes,
    @Nullable String failure) {
  /** How it went. What is {@code STARTED} and has no living owner broke off. */
  public enum State {
    STARTED,
    DONE,
    FAILED,
    UNDONE
  }

  public RestoreRecord ended(State how, Instant when, @Nullable String why) {
    return new RestoreRecord(
        id,
        database,
        backup,
        method,
        target,
        folder,
        aside,
        safety,
        how,
        started,
        when,
        plainBytes,
        why);
  }
}
