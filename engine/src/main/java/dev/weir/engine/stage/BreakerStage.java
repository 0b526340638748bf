package dev.weir.engine.stage;

import dev.weir.api.CoreError;
import dev.weir.api.DatabaseError;
import dev.weir.api.Result;
import dev.weir.api.Unavailable;
import dev.weir.api.WeirException;
import dev.weir.engine.Request;
import dev.weir.engine.Stage;
import java.time.Duration;

/**
 * Leaves a failing node alone for a while. Reads the node; counts only errors that speak of the
 * node's state, never those that the caller or a policy caused; answers {@code WEIR-025} while the
 * breaker is open.
 */
public final class BreakerStage implements Stage {
  @Override
  public Result proceed(Request request, Next next) {
    CircuitBreaker breaker = request.node().breaker();
    if (!breaker.tryEnter()) {
      Duration wait = breaker.remaining();
      throw Unavailable.until(
          CoreError.BREAKER_OPEN,
          "Database "
              + request.database().name()
              + ": node "
              + request.node().name()
              + " is failing and is left alone for "
              + wait.toMillis()
              + " ms.",
          wait);
    }
    try {
      Result result = next.proceed(request);
      breaker.succeeded();
      return result;
    } catch (WeirException e) {
      if (speaksOfNode(e)) {
        breaker.failed();
      } else {
        breaker.succeeded();
      }
      throw e;
    }
  }

  private static boolean speaksOfNode(WeirException error) {
    return switch (error.code()) {
      case DatabaseError code ->
          switch (code) {
            case CONNECTION_REFUSED,
                CONNECTION_LOST,
                CONNECTION_LOST_DURING,
                SERVER_STARTING,
                TOO_MANY_CONNECTIONS,
                DISK_FULL,
                OUT_OF_MEMORY,
                DATA_CORRUPTED ->
                true;
            default -> false;
          };
      case CoreError code -> code == CoreError.DEADLINE;
      default -> false;
    };
  }
}
