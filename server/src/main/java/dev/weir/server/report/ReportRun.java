package dev.weir.server.report;

import com.github.kagkarlsson.scheduler.task.CompletionHandler;
import com.github.kagkarlsson.scheduler.task.TaskInstance;
import dev.weir.api.Caller;
import dev.weir.api.Principal;
import dev.weir.api.Role;
import dev.weir.api.WeirException;
import dev.weir.operations.notify.Notice;
import dev.weir.reports.ReportSchedule;
import dev.weir.server.job.Retries;
import dev.weir.server.notice.Audience;
import dev.weir.server.notice.Notices;
import dev.weir.server.operation.Operation;
import dev.weir.server.operation.Operation.State;
import dev.weir.server.operation.Operations;
import dev.weir.server.report.ReportTable.Row;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.springframework.stereotype.Component;

/**
 * Sends reports when they are due, as an operation of {@code schedule NAME}, or when somebody asks.
 * What may pass is tried again twice, and then at the next time.
 */
@Component
final class ReportRun {
  private static final Duration LONGEST = Duration.ofDays(1);
  private static final Retries RETRIES = Retries.of();

  private final ReportTable table;
  private final ReportPost post;
  private final Operations operations;
  private final Notices notices;

  ReportRun(ReportTable table, ReportPost post, Operations operations, Notices notices) {
    this.table = table;
    this.post = post;
    this.operations = operations;
    this.notices = notices;
  }

  CompletionHandler<Void> execute(TaskInstance<Void> instance) {
    Optional<Row> found = table.find(instance.getId());
    if (found.isEmpty()) {
      return (_, operations) -> operations.remove();
    }
    Row row = found.get();
    Instant again;
    try {
      again = run(row, row.schedule());
    } catch (WeirException wrong) {
      // It is put down again when its configuration can be understood.
      failed(row.name(), wrong.explanation());
      return (_, operations) -> operations.remove();
    }
    return (complete, operations) -> operations.reschedule(complete, again);
  }

  private Instant run(Row row, ReportSchedule schedule) {
    Instant due = schedule.schedule().missed(Instant.EPOCH, Instant.now()).orElse(Instant.EPOCH);
    Caller caller =
        Caller.of(new Principal("schedule " + row.name(), Role.ADMINISTRATOR, "server"));
    Operation ended = as(caller, schedule, row.name() + "/" + due);
    int attempts = RETRIES.after(ended, row.attempts());
    table.attempts(row.name(), attempts);
    if (ended.state() == State.FAILED && attempts == 0) {
      failed(row.name(), ended.message());
    }
    if (ended.state() == State.CANCELLED && operations.closing()) {
      return Instant.now();
    }
    return attempts > 0 ? Retries.again(attempts) : schedule.schedule().next(Instant.now());
  }

  private Operation as(Caller caller, ReportSchedule schedule, String due) {
    try {
      return caller.call(() -> operations.await(begin(schedule, due), LONGEST));
    } catch (RuntimeException failed) {
      throw failed;
    } catch (Exception impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  /** Begins it now for whoever asks, and returns at once. */
  Operation now(Row row) {
    return begin(row.schedule(), row.name() + "/" + UUID.randomUUID());
  }

  private Operation begin(ReportSchedule schedule, String due) {
    String name = schedule.schedule().name();
    Operation begun =
        operations.start("report.send", name, progress -> post.send(schedule, due, progress));
    table.begun(name, begun.id());
    return begun;
  }

  private void failed(String name, String explanation) {
    notices.tell(
        Audience.FAILURE,
        new Notice(
            UUID.randomUUID().toString(),
            "report.failed",
            Notice.Severity.WARNING,
            "The report " + name + " failed",
            explanation,
            null,
            Map.of(),
            null,
            Instant.now()));
  }
}
