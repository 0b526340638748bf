package dev.weir.server.operation;

import dev.weir.api.Rejected;
import dev.weir.server.boot.Paging;
import dev.weir.server.problem.ServerError;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** Operations: what runs and what ran, newest first. */
@RestController
class OperationController {
  private final Operations operations;

  OperationController(Operations operations) {
    this.operations = operations;
  }

  @GetMapping("/v1/operations")
  ResponseEntity<Paging.Page<Operation>> list(
      @RequestParam(required = false) @Nullable String cursor,
      @RequestParam(required = false) @Nullable Integer limit) {
    int most = Paging.limit(limit);
    Operation before = cursor == null ? null : read(id(Paging.decode(cursor)));
    List<Operation> found = operations.list(before, most + 1);
    return Paging.answer("/v1/operations", found, most, operation -> operation.id().toString());
  }

  @GetMapping("/v1/operations/{id}")
  Operation one(@PathVariable String id) {
    return read(id(id));
  }

  @PostMapping("/v1/operations/{id}/cancel")
  @ResponseStatus(HttpStatus.ACCEPTED)
  Operation cancel(@PathVariable String id) {
    operations.cancel(id(id));
    return read(id(id));
  }

  private Operation read(UUID id) {
    return operations.find(id).orElseThrow(() -> unknown(id.toString()));
  }

  private static UUID id(String text) {
    try {
      return UUID.fromString(text);
    } catch (IllegalArgumentException e) {
      throw unknown(text);
    }
  }

  private static Rejected unknown(String id) {
    return Rejected.because(ServerError.UNKNOWN_OPERATION, "There is no operation " + id + ".");
  }
}
