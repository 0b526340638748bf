package dev.weir.spi.backup;

import java.util.Map;

/**
 * What shall be brought back, and whereto.
 *
 * @param scope no larger than that of the backup
 * @param jobs the most programs, connections or threads at once, 1 or more
 * @param clean true when what is there may be replaced; false refuses a target that is not empty
 * @param options of the method
 */
public record RestoreRequest(
    RestoreTarget target,
    RestorePoint point,
    Scope scope,
    int jobs,
    boolean clean,
    Map<String, String> options) {
  public RestoreRequest {
    options = Map.copyOf(options);
  }
}
