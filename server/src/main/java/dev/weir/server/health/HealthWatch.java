package dev.weir.server.health;

import dev.weir.Weir;
import dev.weir.api.Health;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * Looks how the store and the databases are when somebody wants to know and the last look is old;
 * an answer never waits for a look.
 */
@Component
public final class HealthWatch {
  private static final Logger LOG = LoggerFactory.getLogger(HealthWatch.class);
  private static final Duration FRESH = Duration.ofSeconds(2);

  private final Weir weir;
  private final JdbcClient store;
  private final Look<Boolean> storeLook = new Look<>(true, this::askStore);
  private final Look<Seen> databaseLook = new Look<>(new Seen(null, List.of()), this::askDatabases);

  HealthWatch(Weir weir, JdbcClient store) {
    this.weir = weir;
    this.store = store;
  }

  /** What was seen, and when. */
  public record Seen(@Nullable Instant at, List<Health> databases) {}

  boolean storeAnswers() {
    return storeLook.last();
  }

  /** How the databases were when they were looked at last. */
  public Seen databases() {
    return databaseLook.last();
  }

  private boolean askStore() {
    try {
      return store.sql("select 1").query(Integer.class).single() == 1;
    } catch (DataAccessException e) {
      LOG.warn("The store does not answer: {}", e.getMessage());
      return false;
    }
  }

  private Seen askDatabases() {
    List<Thread> askers = new ArrayList<>();
    List<Health> answers = new ArrayList<>();
    for (String name : weir.engine().definitions().keySet()) {
      askers.add(
          Thread.ofVirtual()
              .start(() -> {
                Health health = weir.engine().database(name).health();
                synchronized (answers) {
                  answers.add(health);
                }
              }));
    }
    for (Thread asker : askers) {
      try {
        asker.join();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
    synchronized (answers) {
      answers.sort(Comparator.comparing(Health::database));
      return new Seen(Instant.now(), List.copyOf(answers));
    }
  }

  /** The last answer to a question; asks again in the background when it is old. */
  private static final class Look<T> {
    private final java.util.function.Supplier<T> question;
    private final AtomicBoolean asking = new AtomicBoolean();
    private volatile T answer;
    private volatile long at = System.nanoTime() - FRESH.toNanos();

    Look(T first, java.util.function.Supplier<T> question) {
      this.answer = first;
      this.question = question;
    }

    T last() {
      if (System.nanoTime() - at >= FRESH.toNanos() && asking.compareAndSet(false, true)) {
        Thread.ofVirtual().name("weir-health").start(this::ask);
      }
      return answer;
    }

    private void ask() {
      try {
        answer = question.get();
      } catch (RuntimeException e) {
        LOG.warn("A look at the health failed", e);
      } finally {
        at = System.nanoTime();
        asking.set(false);
      }
    }
  }
}
