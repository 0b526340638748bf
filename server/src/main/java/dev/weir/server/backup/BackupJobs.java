package dev.weir.server.backup;

import com.github.kagkarlsson.scheduler.task.Task;
import com.github.kagkarlsson.scheduler.task.helper.Tasks;
import com.github.kagkarlsson.scheduler.task.schedule.FixedDelay;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** What is done about backups at times, by one server of all. */
@Configuration(proxyBeanMethods = false)
class BackupJobs {
  static final String WATCH = "backup-watch";

  /** A schedule that could not even begin, because the store failed, is tried again soon. */
  @Bean
  Task<Void> scheduleJob(ScheduleRun run) {
    return Tasks.custom(Schedules.TASK)
        .onFailureReschedule(FixedDelay.ofSeconds(30))
        .onDeadExecutionRevive()
        .execute(run::execute);
  }

  @Bean
  Task<Void> watchJob(BackupWatch watch) {
    return Tasks.recurring(WATCH, FixedDelay.ofMinutes(1)).execute((_, _) -> watch.look());
  }
}
