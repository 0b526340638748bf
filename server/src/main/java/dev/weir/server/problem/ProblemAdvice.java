package dev.weir.server.problem;

import dev.weir.api.Bug;
import dev.weir.api.CoreError;
import dev.weir.api.Rejected;
import dev.weir.api.Unavailable;
import dev.weir.api.WeirException;
import jakarta.servlet.http.HttpServletRequest;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.ResponseEntity;
import org.springframework.http.converter.HttpMessageNotReadableException;
import org.springframework.transaction.TransactionException;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.RestControllerAdvice;
import org.springframework.web.context.request.WebRequest;
import org.springframework.web.servlet.mvc.method.annotation.ResponseEntityExceptionHandler;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.exc.UnrecognizedPropertyException;

/** Turns whatever a controller throws, and what Spring refuses before, into problems. */
@RestControllerAdvice
class ProblemAdvice extends ResponseEntityExceptionHandler {
  private static final Logger LOG = LoggerFactory.getLogger(ProblemAdvice.class);

  @ExceptionHandler
  ResponseEntity<Object> weir(WeirException error) {
    if (error instanceof Bug) {
      LOG.error("A bug of Weir", error);
    }
    return Problems.of(error);
  }

  /** The store does not answer, or refuses. */
  @ExceptionHandler({DataAccessException.class, TransactionException.class})
  ResponseEntity<Object> store(RuntimeException error) {
    return storeFailed(error);
  }

  static ResponseEntity<Object> storeFailed(Throwable error) {
    LOG.error("The store failed", error);
    Throwable deepest = error;
    while (deepest.getCause() != null) {
      deepest = deepest.getCause();
    }
    String state = deepest instanceof SQLException sql ? String.valueOf(sql.getSQLState()) : "";
    ServerError code = state.startsWith("53") ? ServerError.STORE_FULL : ServerError.STORE_DOWN;
    return Problems.of(
        WeirException.with(
            Unavailable.because(code, "The store of this server failed: " + deepest.getMessage()),
            "sqlState",
            state));
  }

  @ExceptionHandler
  ResponseEntity<Object> unexpected(Exception error, HttpServletRequest request) {
    LOG.error("{} {} failed", request.getMethod(), request.getRequestURI(), error);
    return Problems.of(
        Bug.because(
            CoreError.BUG, "The server met a state that it does not know how to handle.", error));
  }

  @Override
  protected ResponseEntity<Object> handleHttpMessageNotReadable(
      HttpMessageNotReadableException error,
      HttpHeaders headers,
      HttpStatusCode status,
      WebRequest request) {
    for (Throwable cause = error; cause != null; cause = cause.getCause()) {
      if (cause instanceof WeirException told) {
        return Problems.of(told);
      }
    }
    return Problems.of(Rejected.because(ServerError.BODY, place(error)));
  }

  @Override
  protected ResponseEntity<Object> handleExceptionInternal(
      Exception error,
      @Nullable Object body,
      HttpHeaders headers,
      HttpStatusCode status,
      WebRequest request) {
    ServerError code =
        switch (status.value()) {
          case 404 -> ServerError.UNKNOWN_PATH;
          case 405 -> ServerError.METHOD;
          case 406 -> ServerError.NOT_ACCEPTABLE;
          case 413 -> ServerError.BODY_TOO_LARGE;
          case 415 -> ServerError.MEDIA_TYPE;
          default -> ServerError.REQUEST;
        };
    ResponseEntity<Object> problem = Problems.of(Rejected.because(code, error.getMessage() + ""));
    // What Spring hands in may be read-only.
    HttpHeaders all = new HttpHeaders();
    all.putAll(headers);
    all.putAll(problem.getHeaders());
    return new ResponseEntity<>(problem.getBody(), all, problem.getStatusCode());
  }

  private static String place(HttpMessageNotReadableException error) {
    if (!(error.getCause() instanceof JacksonException json)) {
      return "The body is missing, or is not JSON.";
    }
    String where =
        json.getLocation() == null
            ? ""
            : " (line "
                + json.getLocation().getLineNr()
                + ", column "
                + json.getLocation().getColumnNr()
                + ")";
    if (json instanceof UnrecognizedPropertyException unknown) {
      return "There is no member "
          + unknown.getPropertyName()
          + where
          + "; there are "
          + unknown.getKnownPropertyIds()
          + ".";
    }
    String path = json.getPath().isEmpty() ? "" : " at " + json.getPathReference();
    return "The body is not what is expected here" + where + path + ": " + first(json) + ".";
  }

  private static String first(JacksonException json) {
    String message = String.valueOf(json.getOriginalMessage());
    int end = message.indexOf('\n');
    return end < 0 ? message : message.substring(0, end);
  }
}
