package dev.weir.server.advice;

import dev.weir.engine.OpenDatabase;
import dev.weir.operations.advise.Advising;
import dev.weir.operations.advise.Applied;
import dev.weir.operations.advise.Journal;
import dev.weir.server.audit.Audit;
import dev.weir.server.operation.Operation;
import dev.weir.server.operation.Operations;
import dev.weir.server.query.Databases;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** What is worth doing about a database, done and taken back. */
@RestController
class AdviceController {
  private static final String PATH = "/v1/databases/{name}/advice";

  private final Advising advising;
  private final Databases databases;
  private final Operations operations;
  private final Audit audit;

  AdviceController(Advising advising, Databases databases, Operations operations, Audit audit) {
    this.advising = advising;
    this.databases = databases;
    this.operations = operations;
    this.audit = audit;
  }

  @GetMapping(PATH)
  AdviceView.Page advice(
      @PathVariable String name, @RequestParam(required = false) @Nullable Boolean scratch) {
    return AdviceView.Page.of(
        advising.examine(databases.named(name), List.of(), Boolean.TRUE.equals(scratch)));
  }

  @GetMapping(PATH + "/history")
  List<Journal.Entry> history(@PathVariable String name) {
    return advising.history(databases.named(name));
  }

  @PostMapping(PATH + "/{id}/apply")
  ResponseEntity<Operation> apply(
      @PathVariable String name,
      @PathVariable String id,
      @RequestParam(required = false) @Nullable Boolean dryRun) {
    OpenDatabase database = databases.named(name);
    boolean dry = Boolean.TRUE.equals(dryRun);
    return begin(
        "advice.apply",
        database,
        id,
        progress -> advising.apply(database, id, List.of(), dry, progress));
  }

  @PostMapping(PATH + "/{id}/undo")
  ResponseEntity<Operation> undo(@PathVariable String name, @PathVariable String id) {
    OpenDatabase database = databases.named(name);
    return begin(
        "advice.undo", database, id, progress -> advising.undo(database, id, false, progress));
  }

  private ResponseEntity<Operation> begin(
      String kind, OpenDatabase database, String id, Function<Consumer<String>, Applied> work) {
    Operation begun =
        operations.start(
            kind,
            database.name(),
            progress -> {
              AtomicInteger step = new AtomicInteger();
              return audit.during(
                  kind,
                  database.name() + " " + id,
                  () -> work.apply(text -> progress.step(step.incrementAndGet(), 0, text)));
            });
    return ResponseEntity.accepted()
        .header(HttpHeaders.LOCATION, "/v1/operations/" + begun.id())
        .body(begun);
  }
}
