package dev.weir.server.query;

import dev.weir.operations.monitor.Monitored;
import dev.weir.operations.monitor.PlanText;
import dev.weir.spi.monitor.Plan;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.JsonNode;

/** Plans of statements, as {@code weir explain} tells them. */
@RestController
class ExplainController {
  private static final Duration BUDGET = Duration.ofSeconds(30);

  private final Databases databases;
  private final ClientWatch clients;

  ExplainController(Databases databases, ClientWatch clients) {
    this.databases = databases;
    this.clients = clients;
  }

  /**
   * A statement whose plan is wanted.
   *
   * @param analyze run it, read-only and rolled back, to measure its plan
   */
  record ExplainRequest(
      @Nullable String sql,
      @Nullable JsonNode parameters,
      @Nullable String timeout,
      @Nullable String tenant,
      @Nullable Boolean analyze) {
    QueryRequest query() {
      return new QueryRequest(sql, parameters, null, timeout, null, tenant, null, null, null);
    }
  }

  /**
   * A step of a plan, parents before their children.
   *
   * @param runs how often it ran; 1 unless measured
   */
  record Step(
      int depth,
      String operation,
      @Nullable String on,
      List<String> detail,
      @Nullable Double cost,
      @Nullable Double expectedRows,
      @Nullable Double rows,
      double runs,
      @Nullable Double seconds) {}

  /**
   * A plan.
   *
   * @param plan its hash: the same for the same steps on the same tables and indexes
   * @param words its costly step
   * @param measured true when the statement was run
   */
  record Explained(
      String plan,
      String words,
      boolean measured,
      @Nullable Double planningSeconds,
      List<Step> steps) {
    static Explained of(Plan plan) {
      List<Step> steps = new ArrayList<>();
      add(plan.root(), 0, steps);
      return new Explained(
          PlanText.hash(plan),
          PlanText.words(plan),
          plan.measured(),
          plan.planningSeconds(),
          steps);
    }

    private static void add(Plan.Node node, int depth, List<Step> steps) {
      steps.add(
          new Step(
              depth,
              node.operation(),
              node.on(),
              node.detail(),
              node.cost(),
              node.estimatedRows(),
              node.rows(),
              node.loops(),
              node.seconds()));
      node.children().forEach(child -> add(child, depth + 1, steps));
    }
  }

  @PostMapping("/v1/databases/{name}/explain")
  Explained explain(@PathVariable String name, @RequestBody ExplainRequest body) throws Exception {
    Monitored monitored = Monitored.of(databases.named(name));
    Duration budget = body.timeout() == null ? BUDGET : Times.parse("timeout", body.timeout());
    return clients.run(() ->
        Explained.of(
            monitored.explain(
                body.query().statement(0), Boolean.TRUE.equals(body.analyze()), budget)));
  }
}
