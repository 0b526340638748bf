package dev.weir.server.metrics;

import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.http.HttpHeaders;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RestController;

/**
 * {@code GET /metrics}, for Prometheus: its text format, or OpenMetrics where the scraper prefers
 * that.
 */
@RestController
class MetricsController {
  private final PrometheusMeterRegistry registry;
  private final ObjectProvider<Refreshed> sources;

  MetricsController(PrometheusMeterRegistry registry, ObjectProvider<Refreshed> sources) {
    this.registry = registry;
    this.sources = sources;
  }

  @GetMapping("/metrics")
  ResponseEntity<String> metrics(
      @RequestHeader(name = HttpHeaders.ACCEPT, required = false) @Nullable String accept) {
    sources.forEach(Refreshed::refresh);
    Exposition exposition = Exposition.preferred(accept);
    return ResponseEntity.ok()
        .header(HttpHeaders.CONTENT_TYPE, exposition.type())
        .header(HttpHeaders.VARY, HttpHeaders.ACCEPT)
        .body(registry.scrape(exposition.type()));
  }
}
