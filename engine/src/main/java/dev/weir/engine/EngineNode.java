package dev.weir.engine;

import dev.weir.api.Definition;
import dev.weir.api.Feature;
import dev.weir.engine.stage.CircuitBreaker;
import dev.weir.spi.Deadline;
import dev.weir.spi.Node;
import dev.weir.spi.Session;
import java.util.Map;
import java.util.TreeMap;

/**
 * A node with what the engine keeps about it: its breaker and those of the services, its leases and
 * the size of its pool.
 */
public final class EngineNode implements AutoCloseable {
  private final Node node;
  private final String role;
  private final CircuitBreaker breaker;
  private volatile Map<String, CircuitBreaker> services = Map.of();
  private final Leases leases;
  private final PoolSizer sizer;

  EngineNode(Node node, String role, Definition definition) {
    this.node = node;
    this.role = role;
    this.breaker = new CircuitBreaker(definition.breaker());
    this.leases = new Leases(definition.name(), node.name());
    this.sizer = new PoolSizer(node, definition.pool());
    adopt(definition);
  }

  public String name() {
    return node.name();
  }

  /** {@code primary} or {@code replica}. */
  public String role() {
    return role;
  }

  public Node node() {
    return node;
  }

  public CircuitBreaker breaker() {
    return breaker;
  }

  /**
   * The breaker of a service that has a share of its own in the configuration; the node's for
   * others.
   */
  public CircuitBreaker breaker(String service) {
    return services.getOrDefault(service, breaker);
  }

  /** The breakers of the services that have a share of their own, by name. */
  public Map<String, CircuitBreaker> services() {
    return services;
  }

  public Leases leases() {
    return leases;
  }

  Session borrow(Deadline deadline) {
    return leases.watch(node.borrow(deadline));
  }

  /** Looks after the pool: sizes it by load and reports leaks. Called every second. */
  void tend() {
    node.tend();
    sizer.tend();
    leases.tend();
  }

  /** Takes changed settings; false when a new node is needed. */
  boolean adopt(Definition changed) {
    if (!node.adopt(changed)) {
      return false;
    }
    breaker.settings(changed.breaker());
    services = breakers(changed);
    leases.threshold(
        changed.enabled(Feature.LEAK_DETECTION, true)
            ? changed.pool().leakThreshold()
            : java.time.Duration.ZERO);
    sizer.bounds(changed.pool(), changed.enabled(Feature.POOL_SIZING, true));
    return true;
  }

  private Map<String, CircuitBreaker> breakers(Definition changed) {
    Map<String, CircuitBreaker> next = new TreeMap<>();
    for (String service : changed.services().keySet()) {
      CircuitBreaker kept = services.get(service);
      if (kept != null) {
        kept.settings(changed.breaker());
        next.put(service, kept);
      } else if (!service.equals("*")) {
        next.put(service, new CircuitBreaker(changed.breaker()));
      }
    }
    return Map.copyOf(next);
  }

  @Override
  public void close() {
    node.close();
  }
}
