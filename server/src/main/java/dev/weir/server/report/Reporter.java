package dev.weir.server.report;

import dev.weir.api.CoreError;
import dev.weir.api.Rejected;
import dev.weir.engine.OpenDatabase;
import dev.weir.operations.advise.Advising;
import dev.weir.operations.monitor.Monitored;
import dev.weir.operations.monitor.Picture;
import dev.weir.operations.report.Report;
import dev.weir.reports.Observer;
import dev.weir.server.monitor.Chronicle;
import dev.weir.server.query.Databases;
import dev.weir.spi.advise.Findings;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.springframework.stereotype.Component;

/** Reports on a database: as it is now, and how it went, from the history. */
@Component
final class Reporter {
  private static final Duration BUDGET = Duration.ofSeconds(30);
  private static final Duration BETWEEN = Duration.ofSeconds(1);

  private final Advising advising;
  private final Databases databases;
  private final Chronicle chronicle;

  Reporter(Advising advising, Databases databases, Chronicle chronicle) {
    this.advising = advising;
    this.databases = databases;
    this.chronicle = chronicle;
  }

  /** A report that covers so much time before now. */
  Report report(String name, Duration span) {
    OpenDatabase database = databases.named(name);
    Monitored monitored = Monitored.of(database);
    Picture first = Picture.ofCounters(monitored, BUDGET);
    Optional<Findings> advice = advising.glance(database);
    pause();
    return Report.of(Observer.observe(monitored, first, advice, BUDGET))
        .over(chronicle.of(name, database.definition().database(), Instant.now(), span));
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
