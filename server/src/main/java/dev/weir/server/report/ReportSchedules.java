package dev.weir.server.report;

import com.github.kagkarlsson.scheduler.SchedulerClient;
import com.github.kagkarlsson.scheduler.task.TaskDescriptor;
import dev.weir.Home;
import dev.weir.engine.config.Settings;
import dev.weir.reports.ReportSchedule;
import dev.weir.server.catalog.ServerCatalog;
import dev.weir.server.job.Declarations;
import dev.weir.server.job.DueTimes;
import dev.weir.server.job.DueTimes.Standing;
import dev.weir.server.operation.Operation;
import dev.weir.server.operation.Operations;
import dev.weir.server.report.ReportTable.Row;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * Puts each schedule of {@code report.schedules} down for its next time, and takes changes of the
 * configuration as they come.
 */
@Component
final class ReportSchedules {
  static final TaskDescriptor<Void> TASK = TaskDescriptor.of("report");

  private final ReportTable table;
  private final DueTimes due;
  private final ServerCatalog catalog;
  private final Operations operations;
  private final Declarations declarations;

  ReportSchedules(
      ReportTable table,
      SchedulerClient jobs,
      JdbcClient store,
      ServerCatalog catalog,
      Operations operations,
      Home home) {
    this.table = table;
    this.due = new DueTimes(jobs, TASK, "report");
    this.catalog = catalog;
    this.operations = operations;
    this.declarations = new Declarations(store, "report_schedule", due, home);
    declare();
    catalog.follow(this::declare);
  }

  /**
   * A schedule, when it is due, and how it went last.
   *
   * @param next null while it runs, or when it cannot be understood
   * @param lastState as that of an operation; null before the first
   */
  record View(
      String name,
      String definition,
      String zone,
      @Nullable Instant next,
      boolean running,
      @Nullable Instant lastStarted,
      @Nullable Instant lastEnded,
      @Nullable String lastState,
      String lastMessage,
      @Nullable UUID lastOperation) {}

  List<View> all() {
    return table.all().stream().map(this::view).toList();
  }

  private View view(Row row) {
    Standing standing = due.standing(row.name());
    Operation last =
        Optional.ofNullable(row.lastOperation()).flatMap(operations::find).orElse(null);
    return new View(
        row.name(),
        row.definition(),
        row.zone(),
        standing.next(),
        standing.running(),
        last == null ? null : last.started(),
        last == null ? null : last.ended(),
        last == null ? null : last.state().name(),
        last == null ? "" : last.message(),
        row.lastOperation());
  }

  /** Takes what the configuration says now. */
  private void declare() {
    Settings.Report settings = catalog.settings().report();
    declarations.take(
        settings.schedules(),
        settings.zone(),
        (name, definition, zone) ->
            ReportSchedule.parse(name, definition, zone).schedule().next(Instant.now()));
  }
}
