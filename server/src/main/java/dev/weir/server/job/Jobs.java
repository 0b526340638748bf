package dev.weir.server.job;

import com.github.kagkarlsson.scheduler.Scheduler;
import com.github.kagkarlsson.scheduler.SchedulerName;
import com.github.kagkarlsson.scheduler.SystemClock;
import com.github.kagkarlsson.scheduler.task.OnStartup;
import com.github.kagkarlsson.scheduler.task.Task;
import dev.weir.Home;
import dev.weir.server.boot.NodeName;
import dev.weir.server.operation.Operations;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.context.SmartLifecycle;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * Runs every {@link Task} of the server when it is due: one server of those that share the store,
 * and once however many times were missed. What a server that has died was at is taken over within
 * a minute, by itself as soon as it is back.
 */
@Component
final class Jobs implements SmartLifecycle {
  private static final Duration POLL = Duration.ofSeconds(1);
  private static final Duration HEARTBEAT = Duration.ofSeconds(10);
  private static final Duration FAREWELL = Duration.ofSeconds(30);
  private static final int AT_ONCE = 4;

  private final DataSource source;
  private final JdbcClient store;
  private final Operations operations;
  private final String server;
  private final List<Task<?>> tasks;
  private @Nullable Scheduler scheduler;

  Jobs(DataSource source, JdbcClient store, Operations operations, Home home, List<Task<?>> tasks) {
    this.source = source;
    this.store = store;
    this.operations = operations;
    this.server = NodeName.of(home);
    this.tasks = tasks;
  }

  @Override
  public synchronized void start() {
    giveBackOwn();
    ExecutorService threads =
        Executors.newFixedThreadPool(
            AT_ONCE, Thread.ofPlatform().name("weir-job-", 0).daemon().factory());
    Scheduler started =
        Scheduler.create(source, tasks)
            .schedulerName(new SchedulerName.Fixed(server))
            .executorService(threads)
            .threads(AT_ONCE)
            .pollUsingLockAndFetch(0.5, 1.0)
            .pollingInterval(POLL)
            .heartbeatInterval(HEARTBEAT)
            .missedHeartbeatsLimit(4)
            .shutdownMaxWait(FAREWELL)
            .build();
    started.start();
    // What recurs is put down for its first time.
    for (Task<?> task : tasks) {
      if (task instanceof OnStartup recurring) {
        recurring.onStartup(started, new SystemClock());
      }
    }
    scheduler = started;
  }

  /** What an earlier run of this server was at; nobody else has its home. */
  private void giveBackOwn() {
    store
        .sql(
            "update scheduled_tasks set picked = false, picked_by = null, last_heartbeat = null,"
                + " version = version + 1 where picked and picked_by = ?")
        .param(server)
        .update();
  }

  /** What is under way is asked to end, and is due again at once, for another server. */
  @Override
  public synchronized void stop() {
    Scheduler running = scheduler;
    scheduler = null;
    if (running != null) {
      operations.close();
      running.stop();
    }
  }

  @Override
  public synchronized boolean isRunning() {
    return scheduler != null;
  }
}
