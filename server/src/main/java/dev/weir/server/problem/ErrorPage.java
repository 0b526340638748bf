package dev.weir.server.problem;

import dev.weir.api.Bug;
import dev.weir.api.CoreError;
import dev.weir.api.Rejected;
import dev.weir.api.WeirException;
import io.swagger.v3.oas.annotations.Hidden;
import jakarta.servlet.RequestDispatcher;
import jakarta.servlet.http.HttpServletRequest;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.webmvc.error.ErrorController;
import org.springframework.dao.DataAccessException;
import org.springframework.http.ResponseEntity;
import org.springframework.transaction.TransactionException;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** Tells as problems what failed outside of the controllers. */
@Hidden
@RestController
class ErrorPage implements ErrorController {
  @RequestMapping("/error")
  ResponseEntity<Object> error(HttpServletRequest request) {
    for (Throwable cause = cause(request); cause != null; cause = cause.getCause()) {
      if (cause instanceof WeirException told) {
        return Problems.of(told);
      }
      if (cause instanceof DataAccessException || cause instanceof TransactionException) {
        return ProblemAdvice.storeFailed(cause);
      }
    }
    Object status = request.getAttribute(RequestDispatcher.ERROR_STATUS_CODE);
    if (status instanceof Integer code && code < 500) {
      ServerError error = code == 404 ? ServerError.UNKNOWN_PATH : ServerError.REQUEST;
      return Problems.of(
          Rejected.because(error, "The request was refused with status " + code + "."));
    }
    return Problems.of(
        Bug.because(CoreError.BUG, "The server met a state that it does not know how to handle."));
  }

  private static @Nullable Throwable cause(HttpServletRequest request) {
    return (Throwable) request.getAttribute(RequestDispatcher.ERROR_EXCEPTION);
  }
}
