package dev.weir.server.health;

import dev.weir.engine.OpenDatabase;
import dev.weir.server.operation.Operations;
import dev.weir.server.operation.Operations.Ended;
import dev.weir.server.operation.Progress;
import dev.weir.server.query.Databases;
import dev.weir.spi.Deadline;
import dev.weir.spi.Node.Step;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import java.util.function.Consumer;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.json.JsonMapper;

/** Walks the way to a database step by step and names the one that fails, with the mend. */
@RestController
class TestController {
  private static final int STEPS = 6;

  private final Databases databases;
  private final Operations operations;
  private final JsonMapper json;

  TestController(Databases databases, Operations operations, JsonMapper json) {
    this.databases = databases;
    this.operations = operations;
    this.json = json;
  }

  /** One step on the way. */
  record TestStep(String step, String outcome, String finding, String mend, Duration took) {
    static TestStep of(Step step) {
      return new TestStep(
          step.name(),
          step.outcome().name().toLowerCase(Locale.ROOT),
          step.finding(),
          step.mend(),
          step.took());
    }
  }

  /** All steps, and the operation that they were. */
  record Tested(String database, boolean passed, UUID operation, List<TestStep> steps) {}

  @PostMapping(path = "/v1/databases/{name}/test", produces = MediaType.APPLICATION_JSON_VALUE)
  ResponseEntity<Tested> test(@PathVariable String name) throws Exception {
    Ended<List<TestStep>> ended = run(name, _ -> {});
    boolean passed = ended.result().stream().noneMatch(step -> step.outcome().equals("failed"));
    return ResponseEntity.ok()
        .header(HttpHeaders.LOCATION, "/v1/operations/" + ended.id())
        .body(new Tested(name, passed, ended.id(), ended.result()));
  }

  /** The same, each step a line as it ends. */
  @PostMapping(path = "/v1/databases/{name}/test", produces = MediaType.APPLICATION_NDJSON_VALUE)
  void stream(@PathVariable String name, HttpServletResponse response) throws Exception {
    databases.named(name);
    response.setContentType(MediaType.APPLICATION_NDJSON_VALUE);
    run(name, step -> write(response, step));
  }

  private Ended<List<TestStep>> run(String name, Consumer<TestStep> listener) throws Exception {
    OpenDatabase database = databases.named(name);
    Deadline deadline = Deadline.after(database.definition().timeouts().connect().multipliedBy(3));
    return operations.run(
        "database.test", name, progress -> walk(database, deadline, progress, listener));
  }

  private static List<TestStep> walk(
      OpenDatabase database, Deadline deadline, Progress progress, Consumer<TestStep> listener) {
    List<TestStep> steps = new ArrayList<>();
    database
        .primary()
        .node()
        .diagnose(
            deadline,
            step -> {
              TestStep told = TestStep.of(step);
              steps.add(told);
              progress.step(steps.size(), Math.max(STEPS, steps.size()), step.name());
              listener.accept(told);
            });
    return steps;
  }

  private void write(HttpServletResponse response, TestStep step) {
    try {
      response.getOutputStream().write(json.writeValueAsBytes(step));
      response.getOutputStream().write('\n');
      response.flushBuffer();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
