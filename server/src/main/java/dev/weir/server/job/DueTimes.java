package dev.weir.server.job;

import com.github.kagkarlsson.scheduler.ScheduledExecution;
import com.github.kagkarlsson.scheduler.SchedulerClient;
import com.github.kagkarlsson.scheduler.exceptions.TaskInstanceException;
import com.github.kagkarlsson.scheduler.task.TaskDescriptor;
import com.github.kagkarlsson.scheduler.task.TaskInstanceId;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** When each schedule of a kind is due next, by name, for all servers of the store. */
public final class DueTimes {
  private static final Logger LOG = LoggerFactory.getLogger(DueTimes.class);

  private final SchedulerClient jobs;
  private final TaskDescriptor<Void> task;
  private final String kind;

  /**
   * @param kind what the log calls such a schedule, such as {@code report}
   */
  public DueTimes(SchedulerClient jobs, TaskDescriptor<Void> task, String kind) {
    this.jobs = jobs;
    this.task = task;
    this.kind = kind;
  }

  /**
   * How a schedule stands.
   *
   * @param next null while it runs, or when it was not put down
   */
  public record Standing(@Nullable Instant next, boolean running) {}

  public Standing standing(String name) {
    Optional<ScheduledExecution<Object>> put = jobs.getScheduledExecution(id(name));
    boolean running = put.map(ScheduledExecution::isPicked).orElse(false);
    return new Standing(
        running ? null : put.map(ScheduledExecution::getExecutionTime).orElse(null), running);
  }

  /**
   * Puts a schedule down for a time, where it is not down yet or has changed. What is due already
   * stays due.
   */
  public void put(String name, Instant next, boolean changed) {
    boolean added = jobs.scheduleIfNotExists(task.instance(name).build(), next);
    Optional<ScheduledExecution<Object>> put = jobs.getScheduledExecution(id(name));
    boolean waits = put.filter(each -> !each.isPicked()).isPresent();
    if (!added && changed && waits && put.get().getExecutionTime().isAfter(Instant.now())) {
      boolean _ = jobs.reschedule(id(name), next);
    }
    if (added || changed) {
      LOG.info("The {} {} is due next at {}", kind, name, next);
    }
  }

  public void cancel(String name) {
    try {
      jobs.cancel(id(name));
    } catch (TaskInstanceException runs) {
      // It is not put down again when it ends.
      LOG.debug("The {} {} runs, or was never put down", kind, name, runs);
    }
  }

  private TaskInstanceId id(String name) {
    return TaskInstanceId.of(task.getTaskName(), name);
  }
}
