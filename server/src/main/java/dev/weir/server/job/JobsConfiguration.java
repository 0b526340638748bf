package dev.weir.server.job;

import com.github.kagkarlsson.scheduler.SchedulerClient;
import com.github.kagkarlsson.scheduler.task.Task;
import java.util.List;
import javax.sql.DataSource;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** With which work is put down for a time. */
@Configuration(proxyBeanMethods = false)
class JobsConfiguration {
  @Bean
  SchedulerClient jobClient(DataSource source, List<Task<?>> tasks) {
    return SchedulerClient.Builder.create(source, tasks).build();
  }
}
