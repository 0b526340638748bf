package dev.weir.server.boot;

import dev.weir.api.Caller;
import jakarta.servlet.ServletException;
import java.io.IOException;

/** Runs a filter's rest of the chain as a caller. */
final class Scoped {
  private Scoped() {}

  /** What a filter does next. */
  @FunctionalInterface
  interface Rest {
    void run() throws ServletException, IOException;
  }

  static void run(Caller caller, Rest rest) throws ServletException, IOException {
    try {
      caller.call(() -> {
        rest.run();
        return Boolean.TRUE;
      });
    } catch (ServletException | IOException | RuntimeException e) {
      throw e;
    } catch (Exception e) {
      throw new ServletException(e);
    }
  }
}
