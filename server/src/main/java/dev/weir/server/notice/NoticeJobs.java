package dev.weir.server.notice;

import com.github.kagkarlsson.scheduler.task.Task;
import com.github.kagkarlsson.scheduler.task.helper.Tasks;
import com.github.kagkarlsson.scheduler.task.schedule.FixedDelay;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Sends notices, each by one server. */
@Configuration(proxyBeanMethods = false)
class NoticeJobs {
  @Bean
  Task<Void> noticeJob(Notices notices) {
    return Tasks.custom(Notices.TASK)
        .onFailureReschedule(FixedDelay.ofMinutes(1))
        .onDeadExecutionRevive()
        .execute((instance, _) -> notices.send(instance));
  }

  @Bean
  Task<Void> oldNoticeJob(Notices notices) {
    return Tasks.recurring("old-notices", FixedDelay.ofHours(24))
        .execute((_, _) -> notices.sweep());
  }
}
