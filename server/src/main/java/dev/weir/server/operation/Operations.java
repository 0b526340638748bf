package dev.weir.server.operation;

import dev.weir.api.Caller;
import dev.weir.api.Cancellation;
import dev.weir.api.CoreError;
import dev.weir.api.Rejected;
import dev.weir.api.WeirException;
import dev.weir.server.operation.Operation.State;
import dev.weir.server.problem.ServerError;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.databind.json.JsonMapper;

/** The operations of this store: runs them, keeps their progress, cancels them. Thread-safe. */
public final class Operations {
  private static final Logger LOG = LoggerFactory.getLogger(Operations.class);
  private static final JsonMapper JSON = JsonMapper.shared();
  private static final String COLUMNS =
      "id, kind, target, state, step, steps, message, author, started, ended, result::text";

  private final JdbcClient store;
  private final String server;
  private final Map<UUID, Cancellation> running = new ConcurrentHashMap<>();

  /**
   * Operations that an earlier run of the same server left unfinished are told as failed.
   *
   * @param server names this server among those that share the store
   */
  public Operations(JdbcClient store, String server) {
    this.store = store;
    this.server = server;
    store
        .sql(
            """
            update operation set state = 'FAILED', ended = now(), message = 'The server ended while it ran.'
            where state = 'RUNNING' and server = ?
            """)
        .param(server)
        .update();
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
    UUID id = UUID.randomUUID();
    begin(id, kind, target);
    Cancellation cancellation = new Cancellation();
    running.put(id, cancellation);
    try {
      T result =
          cancellation.call(() -> work.run((step, of, message) -> step(id, step, of, message)));
      end(id, State.SUCCEEDED, "Done", JSON.writeValueAsString(result));
      return new Ended<>(id, result);
    } catch (WeirException e) {
      end(id, cancellation.cancelled() ? State.CANCELLED : State.FAILED, e.explanation(), null);
      throw e;
    } catch (Exception e) {
      end(id, State.FAILED, String.valueOf(e.getMessage()), null);
      throw e;
    } finally {
      running.remove(id);
    }
  }

  private void begin(UUID id, String kind, String target) {
    store
        .sql(
            "insert into operation (id, kind, target, state, author, server)"
                + " values (?, ?, ?, 'RUNNING', ?, ?)")
        .params(id, kind, target, Caller.current().principal().name(), server)
        .update();
  }

  /** Writes how far it is, and learns whether another server was asked to cancel it. */
  private void step(UUID id, int step, int steps, String message) {
    LOG.info("{} ({}/{})", message, step, steps);
    boolean cancel =
        store
            .sql(
                "update operation set step = ?, steps = ?, message = ? where id = ?"
                    + " returning cancel_requested")
            .params(step, steps, message, id)
            .query(Boolean.class)
            .single();
    Cancellation cancellation = running.get(id);
    if (cancel && cancellation != null) {
      cancellation.cancel();
    }
    if (cancellation != null && cancellation.cancelled()) {
      throw Rejected.because(CoreError.CANCELLED, "The operation was cancelled.");
    }
  }

  private void end(UUID id, State state, String message, @Nullable String result) {
    store
        .sql(
            "update operation set state = ?, message = ?, result = ?::jsonb, ended = now()"
                + " where id = ?")
        .param(state.name())
        .param(message)
        .param(result)
        .param(id)
        .update();
  }

  public Optional<Operation> find(UUID id) {
    return store
        .sql("select " + COLUMNS + " from operation where id = ?")
        .param(id)
        .query(Operations::read)
        .optional();
  }

  /**
   * The operations, newest first.
   *
   * @param before those begun before this one; null for the newest
   */
  public List<Operation> list(@Nullable Operation before, int limit) {
    Instant since = before == null ? Instant.parse("9999-01-01T00:00:00Z") : before.started();
    UUID id = before == null ? new UUID(-1, -1) : before.id();
    return store
        .sql(
            "select "
                + COLUMNS
                + " from operation where (started, id) < (?, ?) order by started desc, id desc"
                + " limit ?")
        .params(Timestamp.from(since), id, limit)
        .query(Operations::read)
        .list();
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
    int asked =
        store
            .sql("update operation set cancel_requested = true where id = ? and state = 'RUNNING'")
            .param(id)
            .update();
    if (asked == 0) {
      throw Rejected.because(
          ServerError.OPERATION_ENDED,
          "The operation " + id + " has ended: " + operation.state() + ".");
    }
    Cancellation here = running.get(id);
    if (here != null) {
      here.cancel();
    }
  }

  private static Operation read(ResultSet row, int number) throws SQLException {
    Timestamp ended = row.getTimestamp("ended");
    String result = row.getString("result");
    return new Operation(
        row.getObject("id", UUID.class),
        row.getString("kind"),
        row.getString("target"),
        State.valueOf(row.getString("state")),
        row.getInt("step"),
        row.getInt("steps"),
        row.getString("message"),
        row.getString("author"),
        row.getTimestamp("started").toInstant(),
        ended == null ? null : ended.toInstant(),
        result == null ? null : JSON.readTree(result));
  }
}
