package dev.weir.server.operation;

import dev.weir.server.operation.Operation.State;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.databind.json.JsonMapper;

/** The operations as the store keeps them. */
final class OperationTable {
  private static final JsonMapper JSON = JsonMapper.shared();
  private static final String COLUMNS =
      "id, kind, target, state, step, steps, done, expected, remaining_millis, message, code,"
          + " author, started, ended, result::text";

  private final JdbcClient store;
  private final String server;

  OperationTable(JdbcClient store, String server) {
    this.store = store;
    this.server = server;
  }

  void begin(UUID id, String kind, String target, String author, @Nullable String tenant) {
    store
        .sql(
            "insert into operation (id, kind, target, state, author, server, tenant)"
                + " values (?, ?, ?, 'RUNNING', ?, ?, ?)")
        .param(id)
        .param(kind)
        .param(target)
        .param(author)
        .param(server)
        .param(tenant)
        .update();
  }

  /** Writes how far it is; true when somebody has asked to cancel it. */
  boolean step(UUID id, int step, int steps, String message) {
    return store
        .sql(
            "update operation set step = ?, steps = ?, message = ? where id = ?"
                + " returning cancel_requested")
        .params(step, steps, message, id)
        .query(Boolean.class)
        .single();
  }

  /** The same, in bytes. */
  boolean amount(UUID id, String message, Progress.Amount amount) {
    Duration remaining = amount.remaining();
    return store
        .sql(
            "update operation set message = ?, done = ?, expected = ?, remaining_millis = ?"
                + " where id = ? returning cancel_requested")
        .param(message)
        .param(amount.done())
        .param(amount.expected())
        .param(remaining == null ? null : remaining.toMillis())
        .param(id)
        .query(Boolean.class)
        .single();
  }

  void end(UUID id, State state, String message, @Nullable String code, @Nullable String result) {
    store
        .sql(
            "update operation set state = ?, message = ?, code = ?, result = ?::jsonb,"
                + " remaining_millis = null, ended = now() where id = ? and state = 'RUNNING'")
        .param(state.name())
        .param(message)
        .param(code)
        .param(result)
        .param(id)
        .update();
  }

  /** Tells as failed what an earlier run of this server has left unfinished. */
  void failOwn() {
    store
        .sql(
            """
            update operation set state = 'FAILED', ended = now(), message = 'The server ended while it ran.'
            where state = 'RUNNING' and server = ?
            """)
        .param(server)
        .update();
  }

  /** The same of servers that have shown no sign of life for so long. */
  void failDead(Duration silence) {
    store
        .sql(
            """
            update operation set state = 'FAILED', ended = now(),
              message = 'The server ' || server || ' was not seen any more while it ran.'
            where state = 'RUNNING' and server <> ? and beat < now() - ? * interval '1 second'
            """)
        .params(server, silence.toSeconds())
        .update();
  }

  /** Shows that this server lives; answers which of its operations shall be cancelled. */
  List<UUID> beat() {
    return store
        .sql(
            "update operation set beat = now() where state = 'RUNNING' and server = ?"
                + " returning case when cancel_requested then id end")
        .param(server)
        .query(UUID.class)
        .list()
        .stream()
        .filter(java.util.Objects::nonNull)
        .toList();
  }

  /** False when it has ended already. */
  boolean requestCancel(UUID id) {
    return store
            .sql("update operation set cancel_requested = true where id = ? and state = 'RUNNING'")
            .param(id)
            .update()
        > 0;
  }

  /**
   * One operation.
   *
   * @param tenant the one whose operations alone may be seen; null for those of all
   */
  Optional<Operation> find(UUID id, @Nullable String tenant) {
    return store
        .sql(
            "select "
                + COLUMNS
                + " from operation where id = ? and (?::text is null or tenant = ?)")
        .param(id)
        .param(tenant)
        .param(tenant)
        .query(OperationTable::read)
        .optional();
  }

  List<Operation> list(@Nullable Operation before, int limit) {
    Instant since = before == null ? Instant.parse("9999-01-01T00:00:00Z") : before.started();
    UUID id = before == null ? new UUID(-1, -1) : before.id();
    return store
        .sql(
            "select "
                + COLUMNS
                + " from operation where (started, id) < (?, ?) order by started desc, id desc"
                + " limit ?")
        .params(Timestamp.from(since), id, limit)
        .query(OperationTable::read)
        .list();
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
        amount(row),
        row.getString("message"),
        row.getString("code"),
        row.getString("author"),
        row.getTimestamp("started").toInstant(),
        ended == null ? null : ended.toInstant(),
        result == null ? null : JSON.readTree(result));
  }

  private static Progress.@Nullable Amount amount(ResultSet row) throws SQLException {
    Long done = row.getObject("done", Long.class);
    Long remaining = row.getObject("remaining_millis", Long.class);
    return done == null
        ? null
        : new Progress.Amount(
            done, row.getLong("expected"), remaining == null ? null : Duration.ofMillis(remaining));
  }
}
