package dev.weir.server.telemetry;

import dev.weir.operations.telemetry.Telemetry;
import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.Scope;
import io.opentelemetry.context.propagation.TextMapGetter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Collections;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;
import org.springframework.web.filter.OncePerRequestFilter;
import org.springframework.web.servlet.HandlerMapping;

/**
 * A span for each call of the API, below the trace that came with it, by the <a
 * href="https://opentelemetry.io/docs/specs/semconv/http/http-spans/">conventions for HTTP
 * servers</a>. There only where OpenTelemetry is on. Query strings and bodies are not told.
 */
@Component
@ConditionalOnBean(Telemetry.class)
@Order(Ordered.HIGHEST_PRECEDENCE)
class TraceFilter extends OncePerRequestFilter {
  /** The attribute of a request that holds its trace's id. */
  public static final String TRACE = "weir.trace";

  private static final AttributeKey<String> METHOD = AttributeKey.stringKey("http.request.method");
  private static final AttributeKey<String> ROUTE = AttributeKey.stringKey("http.route");
  private static final AttributeKey<Long> STATUS =
      AttributeKey.longKey("http.response.status_code");
  private static final AttributeKey<String> PATH = AttributeKey.stringKey("url.path");
  private static final AttributeKey<String> SCHEME = AttributeKey.stringKey("url.scheme");
  private static final AttributeKey<String> ERROR = AttributeKey.stringKey("error.type");

  private final OpenTelemetry telemetry;
  private final Tracer tracer;

  TraceFilter(Telemetry telemetry) {
    this.telemetry = telemetry.openTelemetry();
    this.tracer = this.telemetry.getTracer("dev.weir.server");
  }

  @Override
  protected void doFilterInternal(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws ServletException, IOException {
    Context before =
        telemetry
            .getPropagators()
            .getTextMapPropagator()
            .extract(Context.current(), request, Headers.READER);
    Span span =
        tracer
            .spanBuilder(request.getMethod())
            .setSpanKind(SpanKind.SERVER)
            .setParent(before)
            .setAttribute(METHOD, request.getMethod())
            .setAttribute(PATH, request.getRequestURI())
            .setAttribute(SCHEME, request.getScheme())
            .startSpan();
    request.setAttribute(TRACE, span.getSpanContext().getTraceId());
    try (Scope _ = before.with(span).makeCurrent()) {
      chain.doFilter(request, response);
    } finally {
      end(span, request, response.getStatus());
    }
  }

  private static void end(Span span, HttpServletRequest request, int status) {
    Object route = request.getAttribute(HandlerMapping.BEST_MATCHING_PATTERN_ATTRIBUTE);
    if (route != null) {
      span.setAttribute(ROUTE, route.toString());
      span.updateName(request.getMethod() + " " + route);
    }
    span.setAttribute(STATUS, (long) status);
    if (status >= 500) {
      span.setAttribute(ERROR, Integer.toString(status));
      span.setStatus(StatusCode.ERROR);
    }
    span.end();
  }

  private enum Headers implements TextMapGetter<HttpServletRequest> {
    READER;

    @Override
    public Iterable<String> keys(HttpServletRequest request) {
      return Collections.list(request.getHeaderNames());
    }

    @Override
    public @Nullable String get(@Nullable HttpServletRequest request, String key) {
      return request == null ? null : request.getHeader(key);
    }
  }
}
