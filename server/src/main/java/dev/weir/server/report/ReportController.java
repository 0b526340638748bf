package dev.weir.server.report;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.weir.api.CoreError;
import dev.weir.api.Rejected;
import dev.weir.engine.config.Times;
import dev.weir.operations.report.HtmlPage;
import dev.weir.operations.report.Report;
import dev.weir.operations.report.TextPage;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Reports of a database, as the caller accepts them. */
@RestController
class ReportController {
  private static final Duration SHORTEST = Duration.ofHours(1);
  private static final Duration LONGEST = Duration.ofDays(366);

  private final Reporter reporter;

  ReportController(Reporter reporter) {
    this.reporter = reporter;
  }

  /** As JSON, as a page or as text, whichever the caller names first. */
  @GetMapping(
      path = "/v1/databases/{name}/report",
      produces = {
        MediaType.APPLICATION_JSON_VALUE,
        MediaType.TEXT_HTML_VALUE,
        MediaType.TEXT_PLAIN_VALUE
      })
  ResponseEntity<Object> report(
      @PathVariable String name,
      @RequestParam(required = false) @Nullable String span,
      @RequestHeader(name = HttpHeaders.ACCEPT, defaultValue = MediaType.ALL_VALUE) String accept) {
    Report report = reporter.report(name, span == null ? Duration.ofDays(1) : span(span));
    for (MediaType wanted : MediaType.parseMediaTypes(accept)) {
      if (wanted.isCompatibleWith(MediaType.APPLICATION_JSON)) {
        break;
      }
      if (wanted.isCompatibleWith(MediaType.TEXT_HTML)) {
        return ResponseEntity.ok().contentType(utf8("html")).body(HtmlPage.of(report));
      }
      if (wanted.isCompatibleWith(MediaType.TEXT_PLAIN)) {
        return ResponseEntity.ok().contentType(utf8("plain")).body(TextPage.of(report));
      }
    }
    return ResponseEntity.ok().contentType(MediaType.APPLICATION_JSON).body(report);
  }

  private static Duration span(String text) {
    try {
      Duration span = Times.parse(text);
      if (span.compareTo(SHORTEST) >= 0 && span.compareTo(LONGEST) <= 0) {
        return span;
      }
    } catch (IllegalArgumentException wrong) {
      // told below
    }
    throw Rejected.because(
        CoreError.INVALID_OPTION, "span is a time from 1h to 366d; it is '" + text + "'.");
  }

  private static MediaType utf8(String subtype) {
    return new MediaType("text", subtype, UTF_8);
  }
}
