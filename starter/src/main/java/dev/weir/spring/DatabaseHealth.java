package dev.weir.spring;

import dev.weir.api.Database;
import dev.weir.api.Health.NodeHealth;
import dev.weir.api.Health.Status;
import java.util.LinkedHashMap;
import java.util.Map;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;

/** One database as Spring tells it: down only when it does not answer, with advice when it does. */
final class DatabaseHealth implements HealthIndicator {
  private final Database database;

  DatabaseHealth(Database database) {
    this.database = database;
  }

  @Override
  public Health health() {
    dev.weir.api.Health seen = database.health();
    Health.Builder told = seen.status() == Status.DOWN ? Health.down() : Health.up();
    told.withDetail("type", database.definition().type());
    told.withDetail("state", seen.status());
    seen.nodes().forEach(node -> told.withDetail(node.node(), details(node)));
    if (!seen.advice().isEmpty()) {
      told.withDetail("advice", seen.advice());
    }
    return told.build();
  }

  private static Map<String, Object> details(NodeHealth node) {
    Map<String, Object> details = new LinkedHashMap<>();
    details.put("role", node.role());
    details.put("state", node.status());
    if (node.version() != null) {
      details.put("version", node.version());
    }
    if (node.latency() != null) {
      details.put("latency", node.latency());
    }
    if (node.error() != null) {
      details.put("error", node.error());
    }
    details.put("pool", node.pool());
    return details;
  }
}
