package dev.weir.server.metrics;

import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RestController;

/**
 * {@code GET /metrics}, for Prometheus: its text format, or OpenMetrics where the scraper asks for
 * that.
 */
@RestController
class MetricsController {
  private static final String TEXT = "text/plain; version=0.0.4; charset=utf-8";
  private static final String OPEN = "application/openmetrics-text; version=1.0.0; charset=utf-8";

  private final PrometheusMeterRegistry registry;
  private final List<Refreshed> sources;

  MetricsController(PrometheusMeterRegistry registry, List<Refreshed> sources) {
    this.registry = registry;
    this.sources = sources;
  }

  @GetMapping("/metrics")
  ResponseEntity<String> metrics(
      @RequestHeader(name = HttpHeaders.ACCEPT, required = false) @Nullable String accept) {
    sources.forEach(Refreshed::refresh);
    String type = accept != null && accept.contains("application/openmetrics-text") ? OPEN : TEXT;
    return ResponseEntity.ok().header(HttpHeaders.CONTENT_TYPE, type).body(registry.scrape(type));
  }
}
