package dev.weir.server.problem;

import dev.weir.api.Caller;
import dev.weir.api.CoreError;
import dev.weir.api.DatabaseError;
import dev.weir.api.Effect;
import dev.weir.api.ErrorCode;
import dev.weir.api.Unavailable;
import dev.weir.api.WeirException;
import dev.weir.operations.alert.AlertError;
import dev.weir.operations.backup.BackupError;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ProblemDetail;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;

/**
 * Tells errors as problems (RFC 9457) with the members {@code code}, {@code kind}, {@code
 * retryable}, {@code traceId}, {@code nextStep} and {@code facts}. Never tells a stack trace.
 */
@Component
public final class Problems {
  private static final Duration SOON = Duration.ofSeconds(1);

  private final JsonMapper json;

  Problems(JsonMapper json) {
    this.json = json;
  }

  /** The problem that an error is. */
  public static ResponseEntity<Object> of(WeirException error) {
    HttpStatus status = status(error.code());
    ProblemDetail problem = detail(error.code(), status, String.valueOf(error.getMessage()));
    problem.setProperty("retryable", error.retryable());
    if (!error.facts().isEmpty()) {
      problem.setProperty("facts", error.facts());
    }
    HttpHeaders headers = new HttpHeaders();
    boolean again = error.retryable() && error.effect() == Effect.NONE;
    if (again || status == HttpStatus.TOO_MANY_REQUESTS) {
      Duration wait = error instanceof Unavailable later ? later.retryAfter().orElse(SOON) : SOON;
      headers.set(HttpHeaders.RETRY_AFTER, Long.toString(Math.max(1, wait.toSeconds())));
    }
    return new ResponseEntity<>(problem, headers, status);
  }

  static ProblemDetail detail(ErrorCode code, HttpStatus status, String message) {
    ProblemDetail problem = ProblemDetail.forStatusAndDetail(status, message);
    problem.setType(URI.create("urn:weir:error:" + code.id()));
    problem.setTitle(code.summary());
    problem.setProperty("code", code.id());
    problem.setProperty("kind", code.kind().name().toLowerCase(Locale.ROOT));
    problem.setProperty("retryable", code.retryable());
    problem.setProperty("nextStep", code.nextStep());
    @Nullable String correlation = Caller.current().correlation();
    if (correlation != null) {
      problem.setProperty("traceId", correlation);
    }
    return problem;
  }

  /** Answers a request with an error, from outside of the controllers. */
  public void write(HttpServletResponse response, WeirException error) throws IOException {
    ResponseEntity<Object> problem = of(error);
    response.setStatus(problem.getStatusCode().value());
    problem.getHeaders().forEach((name, values) -> response.setHeader(name, values.getFirst()));
    response.setContentType(MediaType.APPLICATION_PROBLEM_JSON_VALUE);
    response.getOutputStream().write(json.writeValueAsBytes(problem.getBody()));
  }

  /** The status that tells an error. */
  public static HttpStatus status(ErrorCode code) {
    return switch (code) {
      case Answered own -> HttpStatus.valueOf(own.status());
      case CoreError core -> core(core);
      case DatabaseError database -> database(database);
      case BackupError backup -> backup(backup);
      case AlertError alert -> alert(alert);
      default -> byKind(code);
    };
  }

  private static HttpStatus core(CoreError code) {
    return switch (code) {
      case UNKNOWN_DATABASE -> HttpStatus.NOT_FOUND;
      case TEXT_TOO_LONG -> HttpStatus.CONTENT_TOO_LARGE;
      case CANCELLED, CLOSED -> HttpStatus.CONFLICT;
      case DEADLINE -> HttpStatus.GATEWAY_TIMEOUT;
      default -> byKind(code);
    };
  }

  private static HttpStatus database(DatabaseError code) {
    return switch (code) {
      case ALREADY_EXISTS,
          UNIQUE_VIOLATION,
          FOREIGN_KEY_VIOLATION,
          EXCLUSION_VIOLATION,
          CANCELLED,
          TRANSACTION_ABORTED ->
          HttpStatus.CONFLICT;
      case NOT_NULL_VIOLATION, CHECK_VIOLATION, INVALID_VALUE, USER_RAISED ->
          HttpStatus.UNPROCESSABLE_CONTENT;
      case STATEMENT_TIMEOUT -> HttpStatus.GATEWAY_TIMEOUT;
      case AUTHENTICATION -> HttpStatus.BAD_GATEWAY;
      default -> byKind(code);
    };
  }

  private static HttpStatus backup(BackupError code) {
    return switch (code) {
      case UNKNOWN_BACKUP -> HttpStatus.NOT_FOUND;
      case NOT_CONFIRMED, TARGET_NOT_EMPTY, ON_HOLD, NOTHING_TO_UNDO, REQUIREMENT_MISSING ->
          HttpStatus.CONFLICT;
      default -> byKind(code);
    };
  }

  private static HttpStatus alert(AlertError code) {
    return switch (code) {
      case UNKNOWN_SILENCE, UNKNOWN_CHANNEL -> HttpStatus.NOT_FOUND;
      default -> byKind(code);
    };
  }

  private static HttpStatus byKind(ErrorCode code) {
    return switch (code.kind()) {
      case REJECTED -> HttpStatus.BAD_REQUEST;
      case DENIED -> HttpStatus.FORBIDDEN;
      case UNAVAILABLE -> HttpStatus.SERVICE_UNAVAILABLE;
      case FAILED ->
          code instanceof DatabaseError ? HttpStatus.BAD_GATEWAY : HttpStatus.INTERNAL_SERVER_ERROR;
      case BUG -> HttpStatus.INTERNAL_SERVER_ERROR;
    };
  }
}
