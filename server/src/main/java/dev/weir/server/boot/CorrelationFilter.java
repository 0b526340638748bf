package dev.weir.server.boot;

import dev.weir.api.Caller;
import dev.weir.api.Principal;
import dev.weir.api.Role;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.HexFormat;
import java.util.concurrent.ThreadLocalRandom;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Gives each request its correlation id before anything else sees it: the id of the trace that was
 * begun for it, the trace id of a W3C {@code traceparent}, the {@code X-Correlation-Id} that came
 * with it, or a new one. Answers it in the header of that name.
 */
@Component
@Order(Ordered.HIGHEST_PRECEDENCE + 1)
class CorrelationFilter extends OncePerRequestFilter {
  static final String HEADER = "X-Correlation-Id";

  /** Where a trace was begun for the request, its id. */
  private static final String BEGUN = "weir.trace";

  private static final Pattern TRACE =
      Pattern.compile(
          "(?!ff)[0-9a-f]{2}-(?!0{32})([0-9a-f]{32})-(?!0{16})[0-9a-f]{16}-[0-9a-f]{2}.*");
  private static final Pattern ID = Pattern.compile("[A-Za-z0-9._-]{1,64}");
  private static final Principal NOBODY = new Principal("anonymous", Role.VIEWER, "rest");

  @Override
  protected void doFilterInternal(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws ServletException, IOException {
    String correlation = correlation(request);
    response.setHeader(HEADER, correlation);
    Scoped.run(Caller.of(NOBODY).correlation(correlation), () -> chain.doFilter(request, response));
  }

  private static String correlation(HttpServletRequest request) {
    if (request.getAttribute(BEGUN) instanceof String begun) {
      return begun;
    }
    @Nullable String parent = request.getHeader("traceparent");
    Matcher trace = TRACE.matcher(parent == null ? "" : parent);
    if (trace.matches()) {
      return trace.group(1);
    }
    @Nullable String given = request.getHeader(HEADER);
    return given != null && ID.matcher(given).matches() ? given : random();
  }

  private static String random() {
    byte[] bytes = new byte[16];
    ThreadLocalRandom.current().nextBytes(bytes);
    return HexFormat.of().formatHex(bytes);
  }
}
