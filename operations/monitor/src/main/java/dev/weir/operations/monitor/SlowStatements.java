package dev.weir.operations.monitor;

import dev.weir.api.Caller;
import dev.weir.api.Principal;
import dev.weir.api.Statement;
import dev.weir.api.WeirException;
import dev.weir.engine.Looking;
import dev.weir.engine.OpenDatabase;
import dev.weir.engine.Request;
import dev.weir.engine.RequestListener;
import dev.weir.operations.monitor.History.EarlierPlan;
import dev.weir.operations.monitor.History.SlowStatement;
import dev.weir.spi.StatementKind;
import dev.weir.spi.monitor.Plan;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks for the plan of each statement that was slow, with the values that it had, at once and
 * beside the requests; keeps it, and says when it is another than the last time. A fingerprint is
 * asked for at most once in a while, and no more than a few at a time, so that a slow database is
 * not asked for more by it.
 *
 * <p>Where it is allowed, a statement that purely reads is then run once more, read-only, rolled
 * back and within a budget, so that the plan that is kept has measured times and rows.
 */
public final class SlowStatements implements RequestListener {
  private static final Logger LOG = LoggerFactory.getLogger("dev.weir.slow");
  private static final Duration AGAIN = Duration.ofMinutes(5);
  private static final Duration BUDGET = Duration.ofSeconds(5);
  private static final Duration MEASURING = Duration.ofSeconds(30);
  private static final int AT_ONCE = 2;
  private static final int REMEMBERED = 1_000;

  private final History history;
  private final BooleanSupplier measuring;
  private final Semaphore room = new Semaphore(AT_ONCE);
  private final Duration again;
  private final Map<String, Long> asked =
      new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Long> eldest) {
          return size() > REMEMBERED;
        }
      };

  /**
   * Listens.
   *
   * @param measuring whether statements that only read may be run once more to measure their plan
   */
  public SlowStatements(History history, BooleanSupplier measuring) {
    this(history, measuring, AGAIN);
  }

  SlowStatements(History history, BooleanSupplier measuring, Duration again) {
    this.history = history;
    this.again = again;
    this.measuring = measuring;
  }

  @Override
  public void finished(Request request, Duration took, long rows, @Nullable WeirException error) {
    Statement statement = request.statement();
    OpenDatabase database = request.database();
    if (statement == null
        || took.compareTo(database.definition().timeouts().slow()) < 0
        || !explainable(request)
        || !due(database.name() + " " + request.fingerprint())
        || !room.tryAcquire()) {
      return;
    }
    SlowStatement slow =
        new SlowStatement(request.fingerprint(), request.normalized(), took.toNanos() / 1e9, rows);
    String tenant = request.tenant();
    Thread.ofVirtual()
        .name("weir-explain")
        .start(() -> {
          try {
            explain(database, tenant == null ? statement : statement.tenant(tenant), slow);
          } finally {
            room.release();
          }
        });
  }

  private static boolean explainable(Request request) {
    return (request.kind() == StatementKind.READ || request.kind() == StatementKind.WRITE)
        && !Looking.is(request);
  }

  private boolean due(String key) {
    long now = System.nanoTime();
    synchronized (asked) {
      Long last = asked.get(key);
      if (last != null && now - last < again.toNanos()) {
        return false;
      }
      asked.put(key, now);
      return true;
    }
  }

  private void explain(OpenDatabase database, Statement statement, SlowStatement slow) {
    try {
      keep(database, statement, slow, false);
      if (measuring.getAsBoolean()
          && database.understand(statement.text()).understanding().pure()) {
        keep(database, statement, slow, true);
      }
    } catch (WeirException e) {
      LOG.debug(
          "Database {}: no plan of {}: {}", database.name(), slow.fingerprint(), e.getMessage());
    } catch (Exception e) {
      LOG.warn(
          "Database {}: the plan of {} could not be kept", database.name(), slow.fingerprint(), e);
    }
  }

  private void keep(OpenDatabase database, Statement statement, SlowStatement slow, boolean run)
      throws Exception {
    Plan plan =
        Caller.of(Principal.APPLICATION)
            .call(() ->
                Monitored.quietly(() ->
                    Monitored.of(database).explain(statement, run, run ? MEASURING : BUDGET)));
    Optional<EarlierPlan> before = history.plan(database.name(), Instant.now(), slow, plan);
    LOG.warn(
        "Database {}: the {}plan {} of fingerprint {}{}",
        database.name(),
        run ? "measured " : "",
        PlanText.hash(plan),
        slow.fingerprint(),
        before
            .map(earlier -> changed(slow, plan, earlier))
            .orElseGet(() -> ": " + PlanText.words(plan)));
  }

  /** What is other than the last time. */
  static String changed(SlowStatement slow, Plan plan, EarlierPlan before) {
    return String.format(
        Locale.ROOT,
        " is another than the last time. Now, in %.3f s: %s Before, in %.3f s, plan %s: %s",
        slow.seconds(),
        PlanText.words(plan),
        before.seconds(),
        before.hash(),
        before.words());
  }
}
