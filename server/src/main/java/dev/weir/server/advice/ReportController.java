package dev.weir.server.advice;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.weir.Home;
import dev.weir.advice.HomeAdvice;
import dev.weir.api.CoreError;
import dev.weir.api.Rejected;
import dev.weir.engine.OpenDatabase;
import dev.weir.operations.advise.Advising;
import dev.weir.operations.monitor.Monitored;
import dev.weir.operations.monitor.Picture;
import dev.weir.operations.report.HtmlPage;
import dev.weir.operations.report.Report;
import dev.weir.operations.report.TextPage;
import dev.weir.reports.Observer;
import dev.weir.server.query.Databases;
import dev.weir.spi.advise.Findings;
import java.time.Duration;
import java.util.Optional;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RestController;

/** Reports of a database, as the caller accepts them. */
@RestController
class ReportController {
  private static final Duration BUDGET = Duration.ofSeconds(30);
  private static final Duration BETWEEN = Duration.ofSeconds(1);
  private static final int MOST = 2_000;

  private final Advising advising;
  private final Databases databases;

  ReportController(Home home, Databases databases) {
    this.advising = HomeAdvice.of(home);
    this.databases = databases;
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
      @RequestHeader(name = HttpHeaders.ACCEPT, defaultValue = MediaType.ALL_VALUE) String accept) {
    Report report = look(name);
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

  private static MediaType utf8(String subtype) {
    return new MediaType("text", subtype, UTF_8);
  }

  private Report look(String name) {
    OpenDatabase database = databases.named(name);
    Monitored monitored = Monitored.of(database);
    Picture first = Picture.take(monitored, BUDGET, MOST);
    Optional<Findings> advice = advising.glance(database);
    pause();
    return Report.of(Observer.observe(monitored, first, advice, BUDGET));
  }

  private static void pause() {
    try {
      Thread.sleep(BETWEEN);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw Rejected.because(CoreError.CANCELLED, "The report was cancelled.", e);
    }
  }
}
