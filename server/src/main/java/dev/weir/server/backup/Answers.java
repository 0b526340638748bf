package dev.weir.server.backup;

import dev.weir.server.operation.Operation;
import dev.weir.server.operation.Operations;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Component;

/** Answers calls that begin an operation: 202 with the operation, at once or when it has ended. */
@Component
final class Answers {
  private static final Duration LONGEST = Duration.ofMinutes(10);

  private final Operations operations;

  Answers(Operations operations) {
    this.operations = operations;
  }

  /**
   * The operation as it is now.
   *
   * @param wait how long its end is waited for, such as {@code 60s}; null not at all
   */
  ResponseEntity<Operation> accepted(Operation begun, @Nullable String wait) {
    Operation now = wait == null ? begun : operations.await(begun, patience(wait));
    return ResponseEntity.accepted()
        .header(HttpHeaders.LOCATION, "/v1/operations/" + begun.id())
        .body(now);
  }

  /** Checked before anything begins. */
  static void check(@Nullable String wait) {
    if (wait != null) {
      patience(wait);
    }
  }

  private static Duration patience(String wait) {
    Duration asked = BackupRequests.span("wait", wait);
    if (asked.compareTo(LONGEST) > 0) {
      throw BackupRequests.wrong("wait is 10m at most; it is " + wait + ".");
    }
    return asked;
  }
}
