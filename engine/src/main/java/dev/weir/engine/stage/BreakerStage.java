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
 * Leaves a failing node alone for a while, and a failing service of it. Reads node and service;
 * counts only errors that speak of the node's state, and deadlines, never what the caller or a
 * policy caused. A deadline speaks of the service that asked, where it has a share of its own, and
 * else of the node. Answers {@code WEIR-025} while a breaker is open.
 */
public final class BreakerStage implements Stage {
  @Override
  public Result proceed(Request request, Next next) {
    CircuitBreaker node = request.node().breaker();
    CircuitBreaker service = request.node().breaker(request.service());
    if (service != node) {
      enter(service, request, "service " + request.service() + " on node ");
    }
    enter(node, request, "node ");
    try {
      Result result = next.proceed(request);
      succeeded(node, service);
      return result;
    } catch (WeirException e) {
      if (e.code() == CoreError.DEADLINE) {
        failed(service, node);
      } else if (speaksOfNode(e)) {
        failed(node, service);
      } else {
        succeeded(node, service);
      }
      throw e;
    }
  }

  private static void enter(CircuitBreaker breaker, Request request, String whose) {
    if (breaker.tryEnter()) {
      return;
    }
    Duration wait = breaker.remaining();
    throw Unavailable.until(
        CoreError.BREAKER_OPEN,
        "Database "
            + request.database().name()
            + ": "
            + whose
            + request.node().name()
            + " is failing and is left alone for "
            + wait.toMillis()
            + " ms.",
        wait);
  }

  private static void succeeded(CircuitBreaker node, CircuitBreaker service) {
    node.succeeded();
    if (service != node) {
      service.succeeded();
    }
  }

  private static void failed(CircuitBreaker blamed, CircuitBreaker other) {
    blamed.failed();
    if (other != blamed) {
      other.stillFailing();
    }
  }

  private static boolean speaksOfNode(WeirException error) {
    return error.code() instanceof DatabaseError code
        && switch (code) {
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
  }
}
