package dev.weir.server.backup;

import com.github.kagkarlsson.scheduler.task.CompletionHandler;
import com.github.kagkarlsson.scheduler.task.ExecutionContext;
import com.github.kagkarlsson.scheduler.task.TaskInstance;
import dev.weir.Home;
import dev.weir.api.Caller;
import dev.weir.api.Principal;
import dev.weir.api.Role;
import dev.weir.api.WeirException;
import dev.weir.backups.ScheduledWork;
import dev.weir.operations.backup.BackupError;
import dev.weir.operations.backup.schedule.Schedule;
import dev.weir.server.backup.ScheduleTable.Row;
import dev.weir.server.boot.NodeName;
import dev.weir.server.job.Retries;
import dev.weir.server.operation.Operation;
import dev.weir.server.operation.Operation.State;
import dev.weir.server.operation.Operations;
import dev.weir.server.query.Databases;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/**
 * Does what a schedule says when it is due, as an operation of {@code schedule NAME}. What may pass
 * is tried again twice, and then at the next time.
 */
@Component
final class ScheduleRun {
  private static final Logger LOG = LoggerFactory.getLogger(ScheduleRun.class);
  private static final Duration LONGEST = Duration.ofDays(365);
  private static final Retries RETRIES = Retries.of(BackupError.values());

  private final ScheduleTable table;
  private final ServerBackups backups;
  private final BackupWork work;
  private final Operations operations;
  private final Outcomes outcomes;
  private final Databases databases;
  private final String server;

  ScheduleRun(
      ScheduleTable table,
      ServerBackups backups,
      BackupWork work,
      Operations operations,
      Outcomes outcomes,
      Databases databases,
      Home home) {
    this.table = table;
    this.backups = backups;
    this.work = work;
    this.operations = operations;
    this.outcomes = outcomes;
    this.databases = databases;
    this.server = NodeName.of(home);
  }

  CompletionHandler<Void> execute(TaskInstance<Void> instance, ExecutionContext context) {
    Optional<Row> row = table.find(instance.getId());
    if (row.isEmpty()) {
      return (_, operations) -> operations.remove();
    }
    Schedule schedule = row.get().schedule();
    Schedule.Window window = schedule.window();
    Instant now = Instant.now();
    if (window != null && !window.holds(now.atZone(schedule.zone()).toLocalTime())) {
      LOG.info("The schedule {} was missed, and its window is over", schedule.name());
      return (complete, operations) -> operations.reschedule(complete, schedule.next(now));
    }
    Instant again = run(row.get(), schedule);
    return (complete, operations) ->
        operations.reschedule(complete, again == null ? next(schedule) : again);
  }

  /** By what the configuration says by now. */
  private Instant next(Schedule before) {
    Instant now = Instant.now();
    try {
      return table.find(before.name()).map(Row::schedule).orElse(before).next(now);
    } catch (WeirException wrong) {
      return before.next(now);
    }
  }

  /** Answers when it shall be tried again; null at its next time. */
  private @Nullable Instant run(Row row, Schedule schedule) {
    table.begin(row.name(), server);
    Caller caller =
        Caller.of(new Principal("schedule " + row.name(), Role.ADMINISTRATOR, "server"));
    Operation ended;
    try {
      ended = caller.call(() -> ended(row, schedule));
    } catch (WeirException wrong) {
      table.end(row.name(), State.FAILED.name(), wrong.explanation(), 0);
      outcomes.failed("backup.schedule", row.name(), wrong.explanation());
      return null;
    } catch (RuntimeException failed) {
      throw failed;
    } catch (Exception impossible) {
      throw new IllegalStateException(impossible);
    }
    return judged(row, ended);
  }

  private @Nullable Instant judged(Row row, Operation ended) {
    int attempts = RETRIES.after(ended, row.attempts());
    table.end(row.name(), ended.state().name(), ended.message(), attempts);
    if (ended.state() == State.CANCELLED && operations.closing()) {
      return Instant.now();
    }
    if (ended.state() == State.FAILED && attempts == 0) {
      outcomes.failed(ended.kind(), ended.target(), ended.message());
    }
    return attempts > 0 ? Retries.again(attempts) : null;
  }

  private Operation ended(Row row, Schedule schedule) {
    Operation begun = begun(backups.with(home -> ScheduledWork.of(schedule, home)));
    table.operation(row.name(), begun.id());
    return operations.await(begun, LONGEST);
  }

  private Operation begun(ScheduledWork what) {
    return switch (what) {
      case ScheduledWork.Create(var database, var order, var prune) ->
          work.startQuietly(
              "backup.create",
              database,
              BackupController.creation(databases.named(database), order, prune));
      case ScheduledWork.Verify(var database, var id, var order) ->
          work.startQuietly(
              "backup.verify", database, BackupController.verification(database, id, order));
      case ScheduledWork.Prune(var database, var from) ->
          work.startQuietly(
              "backup.prune",
              database == null ? "*" : database,
              BackupController.pruning(database, from));
      case ScheduledWork.Copy(var database) ->
          work.startQuietly(
              "backup.copy",
              database == null ? "*" : database,
              (home, job) -> home.backups().copy(database, job));
      case ScheduledWork.ArchiveLog(var database, var options) ->
          work.startQuietly(
              "backup.archive-log",
              database,
              BackupController.archiving(databases.named(database), options));
      case ScheduledWork.Collect() ->
          work.startQuietly("backup.gc", "*", (home, job) -> home.backups().gc(false, job));
    };
  }
}
