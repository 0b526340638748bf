package dev.weir.operations.backup;

import dev.weir.spi.backup.RestorePoint;
import dev.weir.spi.backup.Scope;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What shall be restored.
 *
 * @param database whose backup, by its name in the repository
 * @param backup its id; null for the newest good one that reaches the point
 * @param scope null for all that the backup holds
 * @param jobs the most programs, connections or threads at once, 1 or more
 * @param replace true when what is in the target may be replaced; false refuses a target that is
 *     not empty
 * @param safety true takes a backup of the target first (or moves its folder aside), so that the
 *     restore can be undone
 * @param from the location of the repository; null for the primary
 * @param options of the method
 */
public record RestoreOrder(
    String database,
    @Nullable String backup,
    RestorePoint point,
    @Nullable Scope scope,
    Destination destination,
    int jobs,
    boolean replace,
    boolean safety,
    @Nullable String from,
    Map<String, String> options) {
  public RestoreOrder {
    options = Map.copyOf(options);
    if (jobs < 1) {
      throw dev.weir.api.Rejected.because(
          dev.weir.api.CoreError.INVALID_OPTION, "A restore takes 1 job or more.");
    }
  }

  /** The newest good backup of a database as it is, into an empty target. */
  public static RestoreOrder of(String database, Destination destination) {
    return new RestoreOrder(
        database,
        null,
        new RestorePoint.OfBackup(),
        null,
        destination,
        1,
        false,
        true,
        null,
        Map.of());
  }

  public RestoreOrder backup(@Nullable String id) {
    return new RestoreOrder(
        database, id, point, scope, destination, jobs, replace, safety, from, options);
  }

  public RestoreOrder point(RestorePoint value) {
    return new RestoreOrder(
        database, backup, value, scope, destination, jobs, replace, safety, from, options);
  }

  public RestoreOrder scope(@Nullable Scope value) {
    return new RestoreOrder(
        database, backup, point, value, destination, jobs, replace, safety, from, options);
  }

  public RestoreOrder jobs(int value) {
    return new RestoreOrder(
        database, backup, point, scope, destination, value, replace, safety, from, options);
  }

  public RestoreOrder replace(boolean value) {
    return new RestoreOrder(
        database, backup, point, scope, destination, jobs, value, safety, from, options);
  }

  public RestoreOrder safety(boolean value) {
    return new RestoreOrder(
        database, backup, point, scope, destination, jobs, replace, value, from, options);
  }

  public RestoreOrder from(@Nullable String location) {
    return new RestoreOrder(
        database, backup, point, scope, destination, jobs, replace, safety, location, options);
  }

  public RestoreOrder options(Map<String, String> value) {
    return new RestoreOrder(
        database, backup, point, scope, destination, jobs, replace, safety, from, value);
  }
}
