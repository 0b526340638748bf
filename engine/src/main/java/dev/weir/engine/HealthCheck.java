package dev.weir.engine;

import dev.weir.api.Health;
import dev.weir.api.Health.NodeHealth;
import dev.weir.api.Health.PoolStatus;
import dev.weir.api.Health.Status;
import dev.weir.api.WeirException;
import dev.weir.engine.stage.CircuitBreaker;
import dev.weir.spi.Deadline;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Asks the nodes of a database how they are, and says what to do about what it finds. */
final class HealthCheck {
  private static final Duration SLOW = Duration.ofMillis(500);

  private final OpenDatabase database;
  private final List<String> advice = new ArrayList<>();

  HealthCheck(OpenDatabase database) {
    this.database = database;
  }

  Health run() {
    NodeHealth primary = ask(database.primary());
    return new Health(database.name(), primary.status(), List.of(primary), advice);
  }

  private NodeHealth ask(EngineNode node) {
    long start = System.nanoTime();
    try {
      String version =
          node.node().version(Deadline.after(database.definition().timeouts().connect()));
      Duration latency = Duration.ofNanos(System.nanoTime() - start);
      PoolStatus pool = node.node().pool();
      Status status = judge(node, latency, pool);
      return new NodeHealth(node.name(), node.role(), status, version, latency, pool, null);
    } catch (WeirException e) {
      advice.add(node.name() + ": " + e.code().nextStep());
      return new NodeHealth(
          node.name(),
          node.role(),
          Status.DOWN,
          null,
          null,
          node.node().pool(),
          e.getMessage() + " [" + e.code().id() + "]");
    }
  }

  private Status judge(EngineNode node, Duration latency, PoolStatus pool) {
    int before = advice.size();
    if (latency.compareTo(SLOW) > 0) {
      advice.add(
          node.name()
              + ": answering took "
              + latency.toMillis()
              + " ms; look at the network and at the server's load.");
    }
    if (pool.waiting() > 0) {
      advice.add(
          node.name()
              + ": "
              + pool.waiting()
              + " requests wait for a connection; look for sessions held too long, or raise pool.max-size.");
    }
    if (!node.leases().leaks().isEmpty()) {
      advice.add(
          node.name()
              + ": "
              + node.leases().leaks().size()
              + " sessions were held longer than pool.leak-threshold; the log names the places.");
    }
    if (node.breaker().state() != CircuitBreaker.State.CLOSED) {
      advice.add(
          node.name()
              + ": the circuit breaker is "
              + node.breaker().state()
              + " after repeated failures; see the log for their cause.");
    }
    node.services()
        .forEach((service, breaker) -> {
          if (breaker.state() != CircuitBreaker.State.CLOSED) {
            advice.add(
                node.name()
                    + ": the circuit breaker of service "
                    + service
                    + " is "
                    + breaker.state()
                    + "; its statements ran into their deadlines, see weir top.");
          }
        });
    return advice.size() > before ? Status.DEGRADED : Status.UP;
  }
}
