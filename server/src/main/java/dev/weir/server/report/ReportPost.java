package dev.weir.server.report;

import dev.weir.api.Rejected;
import dev.weir.api.WeirException;
import dev.weir.operations.notify.Notice;
import dev.weir.operations.report.HtmlPage;
import dev.weir.operations.report.Report;
import dev.weir.operations.report.ReportError;
import dev.weir.operations.report.Summary;
import dev.weir.reports.ReportSchedule;
import dev.weir.server.audit.Audit;
import dev.weir.server.notice.Notices;
import dev.weir.server.operation.Progress;
import dev.weir.server.query.Databases;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/** Makes the reports of a schedule, and has each told to its channels. */
@Component
final class ReportPost {
  private static final Logger LOG = LoggerFactory.getLogger(ReportPost.class);

  private final Reporter reporter;
  private final Databases databases;
  private final Notices notices;
  private final Audit audit;

  ReportPost(Reporter reporter, Databases databases, Notices notices, Audit audit) {
    this.reporter = reporter;
    this.databases = databases;
    this.notices = notices;
    this.audit = audit;
  }

  /** A report that is on its way. */
  record Sent(String database, List<String> channels) {}

  /**
   * Makes and sends them; one that cannot be made keeps no other from being sent.
   *
   * @param due which round it is: what was sent for it is not sent again
   * @throws WeirException the first of those for which a report could not be made
   */
  List<Sent> send(ReportSchedule schedule, String due, Progress progress) {
    List<String> names = schedule.databases(databases.names());
    Duration span = schedule.span(Instant.now());
    List<Sent> sent = new ArrayList<>();
    @Nullable WeirException failed = null;
    for (int i = 0; i < names.size(); i++) {
      String name = names.get(i);
      progress.step(i + 1, names.size(), "Report on " + name);
      try {
        sent.add(
            audit.during("report.send", name, () -> one(schedule, name, span, due + "/" + name)));
      } catch (WeirException e) {
        LOG.warn("The report on {} could not be sent: {}", name, e.explanation());
        failed = failed == null ? e : failed;
      }
    }
    if (failed != null) {
      throw failed;
    }
    return sent;
  }

  private Sent one(ReportSchedule schedule, String name, Duration span, String id) {
    Report report = reporter.report(name, span);
    Notice notice =
        new Notice(
            "report/" + id,
            "report",
            Notice.Severity.INFO,
            Summary.title(report),
            Summary.text(report),
            name,
            Summary.facts(report),
            null,
            report.at(),
            new Notice.Page(file(report), HtmlPage.of(report)));
    List<String> channels = notices.tell(schedule.channels(), notice);
    if (channels.isEmpty()) {
      throw Rejected.because(
          ReportError.NOBODY_TO_TELL,
          "The schedule "
              + schedule.schedule().name()
              + " sends its report on "
              + name
              + " to "
              + String.join(", ", schedule.channels())
              + ", of which none can be used.");
    }
    return new Sent(name, channels);
  }

  private static String file(Report report) {
    String name = report.database().replaceAll("[^A-Za-z0-9._-]", "_");
    return name + "-" + LocalDate.ofInstant(report.at(), ZoneOffset.UTC) + ".html";
  }
}
