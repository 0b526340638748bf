package dev.weir.engine;

import dev.weir.api.WeirException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Is told of each request when it is done with; for audit and slow logs. Called on the request's
 * own thread.
 */
public interface RequestListener {
  /**
   * @param took from the call to the last row, or to the error
   * @param rows told or changed; -1 where not known
   * @param error null when it succeeded
   */
  void finished(Request request, Duration took, long rows, @Nullable WeirException error);
}
