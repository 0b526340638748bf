package dev.weir.server.operation;

import dev.weir.api.Caller;
import dev.weir.api.CoreError;
import dev.weir.api.Rejected;
import dev.weir.api.WeirException;
import dev.weir.server.operation.Operation.State;
import dev.weir.server.problem.ServerError;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.databind.json.JsonMapper;

/** The operations of this store: runs them, keeps their progress, cancels them. Thread-safe. */
public final class Operations implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Operations.class);
  private static final JsonMapper JSON = JsonMapper.shared();
  private static final Duration BEAT = Duration.ofSeconds(5);
  private static final Duration SILENCE = Duration.ofMinutes(2);
  private static final Duration FAREWELL = Duration.ofSeconds(30);

  private final OperationTable table;
  private final Map<UUID, Running> running = new ConcurrentHashMap<>();
  private final Thread heart;
  private volatile boolean closing;

  /**
   * Operations that an earlier run of the same server left unfinished are told as failed; those of
   * other servers when they have shown no sign of life for two minutes.
   *
   * @param server names this server among those that share the store
   */
  public Operations(JdbcClient store, String server) {
    this.table = new OperationTable(store, server);
    table.failOwn();
    this.heart = Thread.ofVirtual().name("weir-operations").start(this::live);
  }

  /**
   * What an operation does.
   *
   * @param <T> what it finds, told as JSON
   */
  @FunctionalInterface
  public interface Work<T> {
    T run(Progress progress) throws Exception;
  }

  /** An operation that has ended well, and what it found. */
  public record Ended<T>(UUID id, T result) {}

  /** Runs work as an operation; a failure is kept with it and thrown on. */
  public <T> Ended<T> run(String kind, String target, Work<T> work) throws Exception {
    Running begun = begin(kind, target);
    return new Ended<>(begun.id(), carryOut(begun, work));
  }

  /** Begins work as an operation, for the same caller, and returns at once. */
  public Operation start(String kind, String target, Work<?> work) {
    Running begun = begin(kind, target);
    Caller caller = Caller.current();
    Thread.ofVirtual()
        .name("weir-" + kind)
        .start(() ->
            caller.run(() -> {
              try {
                carryOut(begun, work);
              } catch (WeirException told) {
                LOG.info("{} of {} ended: {}", kind, target, told.explanation());
              } catch (Exception failed) {
                LOG.error("{} of {} failed", kind, target, failed);
              }
            }));
    return find(begun.id()).orElseThrow();
  }

  private Running begin(String kind, String target) {
    Running begun = new Running(UUID.randomUUID(), table);
    running.put(begun.id(), begun);
    try {
      Caller caller = Caller.current();
      table.begin(begun.id(), kind, target, caller.principal().name(), caller.tenant());
    } catch (RuntimeException failed) {
      running.remove(begun.id());
      throw failed;
    }
    return begun;
  }

  private <T> T carryOut(Running begun, Work<T> work) throws Exception {
    UUID id = begun.id();
    try {
      T result = begun.cancellation().call(() -> work.run(begun));
      table.end(id, State.SUCCEEDED, "Done", null, JSON.writeValueAsString(result));
      return result;
    } catch (WeirException e) {
      State state = begun.cancellation().cancelled() ? State.CANCELLED : State.FAILED;
      table.end(id, state, e.explanation(), e.code().id(), null);
      throw e;
    } catch (Exception e) {
      table.end(id, State.FAILED, String.valueOf(e.getMessage()), CoreError.BUG.id(), null);
      throw e;
    } finally {
      running.remove(id);
      begun.ended().countDown();
    }
  }

  /** Waits until an operation of this server has ended, or so long; answers how it is then. */
  public Operation await(Operation operation, Duration patience) {
    Running here = running.get(operation.id());
    try {
      if (here != null) {
        boolean _ = here.ended().await(patience.toMillis(), TimeUnit.MILLISECONDS);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    return find(operation.id()).orElse(operation);
  }

  /** An operation; for a caller of one tenant, none that was not begun on its behalf. */
  public Optional<Operation> find(UUID id) {
    return table.find(id, Caller.current().tenant());
  }

  /**
   * The operations, newest first.
   *
   * @param before those begun before this one; null for the newest
   */
  public List<Operation> list(@Nullable Operation before, int limit) {
    return table.list(before, limit);
  }

  /**
   * Asks an operation to end early.
   *
   * @throws Rejected with {@code SERVER-022} or {@code SERVER-023}
   */
  public void cancel(UUID id) {
    Operation operation =
        find(id)
            .orElseThrow(() ->
                Rejected.because(
                    ServerError.UNKNOWN_OPERATION, "There is no operation " + id + "."));
    if (!table.requestCancel(id)) {
      throw Rejected.because(
          ServerError.OPERATION_ENDED,
          "The operation " + id + " has ended: " + operation.state() + ".");
    }
    cancelHere(id);
  }

  private void cancelHere(UUID id) {
    Running here = running.get(id);
    if (here != null) {
      here.cancellation().cancel();
    }
  }

  static Rejected cancelled() {
    return Rejected.because(CoreError.CANCELLED, "The operation was cancelled.");
  }

  private void live() {
    while (!Thread.currentThread().isInterrupted()) {
      try {
        Thread.sleep(BEAT);
        table.beat().forEach(this::cancelHere);
        table.failDead(SILENCE);
      } catch (InterruptedException closed) {
        return;
      } catch (DataAccessException unreachable) {
        LOG.debug("The store does not answer", unreachable);
      }
    }
  }

  /** True once this server takes no new work. */
  public boolean closing() {
    return closing;
  }

  /** Asks what runs to end, and waits for it. Safe to call twice. */
  @Override
  public void close() {
    closing = true;
    running.values().forEach(each -> each.cancellation().cancel());
    long end = System.nanoTime() + FAREWELL.toNanos();
    try {
      for (Running each : running.values()) {
        boolean _ = each.ended().await(end - System.nanoTime(), TimeUnit.NANOSECONDS);
      }
      heart.interrupt();
      heart.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
