package dev.weir.spi.backup;

import dev.weir.api.CoreError;
import dev.weir.api.Rejected;
import java.nio.file.Path;
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

  /**
   * The folder of a server that does not run.
   *
   * @param who begins the refusal of a living target, such as {@code pgBackRest restores}
   * @throws Rejected with {@code WEIR-013} for a living target
   */
  public Path folder(String who) {
    return switch (target) {
      case RestoreTarget.Folder(Path folder) -> folder.toAbsolutePath();
      case RestoreTarget.Living(BackupSource source) ->
          throw Rejected.because(
              CoreError.NOT_SUPPORTED,
              who
                  + " into the folder of a server that does not run, not into "
                  + source.definition().describe()
                  + ".");
    };
  }
}
