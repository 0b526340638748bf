package dev.weir.server.report;

import com.github.kagkarlsson.scheduler.task.Task;
import com.github.kagkarlsson.scheduler.task.helper.Tasks;
import com.github.kagkarlsson.scheduler.task.schedule.FixedDelay;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Sends reports, each round by one server of all. */
@Configuration(proxyBeanMethods = false)
class ReportJobs {
  /** One that could not even begin, because the store failed, is tried again soon. */
  @Bean
  Task<Void> reportJob(ReportRun run) {
    return Tasks.custom(ReportSchedules.TASK)
        .onFailureReschedule(FixedDelay.ofSeconds(30))
        .onDeadExecutionRevive()
        .execute((instance, _) -> run.execute(instance));
  }
}
