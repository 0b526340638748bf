package dev.weir.connector.redis;

import dev.weir.api.CoreError;
import dev.weir.api.DatabaseError;
import dev.weir.api.Effect;
import dev.weir.api.Rejected;
import dev.weir.api.Result;
import dev.weir.api.Rows;
import dev.weir.api.TransactionOptions;
import dev.weir.api.WeirException;
import dev.weir.connector.redis.CommandLine.Malformed;
import dev.weir.connector.redis.CommandSpec.Answer;
import dev.weir.spi.Deadline;
import dev.weir.spi.Invocation;
import dev.weir.spi.Session;
import dev.weir.spi.StatementKind;
import dev.weir.spi.Understanding;
import io.lettuce.core.api.StatefulRedisConnection;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One conversation with a Redis server. A command is sent at once and takes effect alone: there are
 * no transactions, whose commands would have no answers until the end, and no state on the
 * connection that the next borrower could meet.
 */
final class RedisSession implements Session {
  private final Link link;
  private final LinkPool pool;
  private boolean closed;

  RedisSession(Link link, LinkPool pool) {
    this.link = link;
    this.pool = pool;
  }

  /**
   * A command that may run here.
   *
   * @param spec null for a command that is not of Redis itself, which only an administrator can run
   */
  private record Prepared(CommandLine line, @Nullable CommandSpec spec) {
    String name() {
      return spec == null ? line.upper(0) : spec.name();
    }

    Answer answer(List<byte[]> arguments) {
      return spec == null ? Answer.SCRIPT : spec.answer(arguments);
    }

    boolean reads() {
      return spec != null && spec.kind() == StatementKind.READ;
    }

    boolean writes() {
      return spec != null && spec.kind() == StatementKind.WRITE;
    }

    /** What is known when no answer comes. */
    Effect unanswered() {
      return reads() ? Effect.NONE : Effect.UNKNOWN;
    }

    /** What is known when the server says no: only a script may have changed something before. */
    Effect refused() {
      return spec == null || spec.kind() == StatementKind.CALL ? Effect.UNKNOWN : Effect.NONE;
    }
  }

  @Override
  public Result execute(Invocation invocation) {
    return switch (invocation.action()) {
      case CALL ->
          throw refuse(
              "Redis has no stored procedures with parameters; send EVAL or FCALL as a command.");
      case BATCH -> batch(invocation);
      case COPY_OUT, COPY_IN, LISTEN ->
          throw new IllegalArgumentException(invocation.action() + " is not executed");
      case QUERY, UPDATE, EXECUTE -> single(invocation);
    };
  }

  private Result single(Invocation invocation) {
    Prepared command = prepare(invocation);
    List<byte[]> arguments = Arguments.bind(command.line(), invocation.values());
    Answer answer = command.answer(arguments);
    boolean rows =
        switch (invocation.action()) {
          case QUERY -> {
            if (answer == Answer.COUNT || answer == Answer.OK) {
              throw unexpected("It answers no rows: use update or execute.");
            }
            yield true;
          }
          case UPDATE -> {
            if (answer == Answer.VALUE) {
              throw unexpected("It answers values, which would be lost: use query or execute.");
            }
            yield false;
          }
          default -> answer != Answer.COUNT && answer != Answer.OK;
        };
    if (Scan.is(command.name())) {
      return scan(command, arguments, invocation);
    }
    Reply reply = run(command, arguments, invocation.deadline());
    return rows
        ? ReplyRows.of(command.name(), arguments, reply, invocation.maxRows())
        : new Result.Updated(count(command, answer, reply), List.of());
  }

  /** Each page has the whole time anew, however long its reader takes between them. */
  private Rows scan(Prepared command, List<byte[]> arguments, Invocation invocation) {
    long allowed = invocation.deadline().allowedNanos();
    Scan scan =
        new Scan(
            command.name(),
            arguments,
            invocation.fetchSize(),
            next -> run(command, next, page(invocation.deadline(), allowed)));
    return new CellRows(scan.columns(), scan, invocation.maxRows());
  }

  private static Deadline page(Deadline whole, long allowed) {
    return whole.isNever() || allowed <= 0 ? whole : Deadline.afterNanos(allowed);
  }

  private Result.Batched batch(Invocation invocation) {
    Prepared command = prepare(invocation);
    if (command.reads()) {
      throw unexpected("A batch of reads would lose its answers: query them one by one.");
    }
    List<? extends List<? extends @Nullable Object>> members = invocation.batch();
    long[] counts = new long[members.size()];
    for (int from = 0; from < members.size(); from += Link.PIPELINE) {
      List<List<byte[]>> commands = new ArrayList<>();
      for (List<?> values : members.subList(from, Math.min(members.size(), from + Link.PIPELINE))) {
        commands.add(Arguments.bind(command.line(), values));
      }
      List<Reply> replies = link.runAll(commands, invocation.deadline(), Effect.UNKNOWN);
      for (int i = 0; i < replies.size(); i++) {
        counts[from + i] = memberCount(command, commands.get(i), replies.get(i), from + i);
      }
    }
    return new Result.Batched(counts);
  }

  /** Members before and, within a pipeline, after the one that failed have taken effect. */
  private long memberCount(Prepared command, List<byte[]> arguments, Reply reply, int member) {
    if (reply instanceof Reply.Fault fault) {
      WeirException error = RedisErrors.fault(fault.text(), link.node(), Effect.UNKNOWN);
      throw WeirException.with(error, "member", Integer.toString(member));
    }
    Answer answer = command.answer(arguments);
    return switch (answer) {
      case VALUE -> -1;
      case SCRIPT -> reply instanceof Reply.Whole whole ? Math.max(0, whole.value()) : -1;
      default -> count(command, answer, reply);
    };
  }

  private Prepared prepare(Invocation invocation) {
    Understanding understanding = invocation.understanding();
    if (understanding == null) {
      throw Rejected.because(CoreError.EMPTY_STATEMENT, "There is no command.");
    }
    if (invocation.generatedKeys()) {
      throw refuse("Redis makes no keys to be told.");
    }
    Prepared prepared = prepared(understanding.nativeText());
    CommandSpec spec = prepared.spec();
    if (spec != null) {
      permit(spec);
    }
    return prepared;
  }

  private static Prepared prepared(String text) {
    List<CommandLine> lines;
    try {
      lines = CommandLine.parse(text);
    } catch (Malformed e) {
      throw WeirException.of(
          DatabaseError.SYNTAX, String.valueOf(e.getMessage()), null, Effect.NONE);
    }
    if (lines.isEmpty()) {
      throw Rejected.because(CoreError.EMPTY_STATEMENT, "There is no command.");
    }
    if (lines.size() > 1) {
      throw Rejected.because(
          CoreError.SEVERAL_STATEMENTS, "Each line is a command, and there are several lines.");
    }
    CommandLine line = lines.getFirst();
    if (line.words().getFirst().parameter() != null) {
      throw Rejected.because(
          CoreError.NOT_UNDERSTOOD, "The name of a command cannot be a parameter.");
    }
    return new Prepared(line, CommandTable.find(line));
  }

  private static void permit(CommandSpec spec) {
    switch (spec.rule()) {
      case SESSION ->
          throw refuse(
              spec.name()
                  + " changes the connection, which others use after; set user, password and"
                  + " database in the definition.");
      case STREAM ->
          throw refuse(
              spec.name()
                  + " turns the connection into a stream of messages without an end; use listen"
                  + " for channels and patterns.");
      case TRANSACTION ->
          throw refuse(
              spec.name()
                  + " would queue the commands of whoever uses the connection next; send EVAL with"
                  + " a script to change several keys together.");
      case NONE, BLOCKING, VOLATILE -> {}
    }
  }

  private Reply run(Prepared command, List<byte[]> arguments, Deadline deadline) {
    Reply reply = link.run(arguments, deadline, command.unanswered());
    if (reply instanceof Reply.Fault fault) {
      throw RedisErrors.fault(fault.text(), link.node(), command.refused());
    }
    return reply;
  }

  private static long count(Prepared command, Answer answer, Reply reply) {
    return switch (answer) {
      case COUNT, STORE -> reply instanceof Reply.Whole whole ? Math.max(0, whole.value()) : 0;
      case LENGTH -> reply instanceof Reply.Whole whole && whole.value() > 0 ? 1 : 0;
      case STATE -> reply instanceof Reply.Nil ? 0 : 1;
      case OK -> reply instanceof Reply.Bulk status && status.ok() && command.writes() ? 1 : 0;
      case VALUE, SCRIPT ->
          switch (reply) {
            case Reply.Whole whole -> Math.max(0, whole.value());
            case Reply.Nil _ -> 0;
            case Reply.Bulk status when status.ok() -> 0;
            default ->
                throw WeirException.of(
                    CoreError.NO_ROWS_EXPECTED,
                    "It ran, and answered values, which are lost: use query or execute.",
                    null,
                    Effect.UNKNOWN);
          };
    };
  }

  private static Rejected unexpected(String message) {
    return Rejected.because(CoreError.NO_ROWS_EXPECTED, message);
  }

  private static Rejected refuse(String message) {
    return Rejected.because(CoreError.NOT_SUPPORTED, message);
  }

  private static Rejected noTransactions() {
    return refuse(
        "Redis answers the commands of a transaction only at its end; send EVAL with a script to"
            + " change several keys together.");
  }

  @Override
  public void begin(TransactionOptions options) {
    throw noTransactions();
  }

  @Override
  public void commit() {
    throw noTransactions();
  }

  @Override
  public void rollback() {
    throw noTransactions();
  }

  @Override
  public void savepoint(String name) {
    throw noTransactions();
  }

  @Override
  public void rollbackTo(String savepoint) {
    throw noTransactions();
  }

  @Override
  public void release(String savepoint) {
    throw noTransactions();
  }

  @Override
  public void bindTenant(String setting, String tenant) {
    throw refuse("Redis cannot bind a tenant; give each tenant an ACL user with its own keys.");
  }

  /** The server stops waiting for, or scanning for, a client that is gone; that is the cancel. */
  @Override
  public synchronized void cancel() {
    if (!closed) {
      link.cancel();
    }
  }

  @Override
  public synchronized void abort() {
    if (!closed) {
      link.abort();
    }
  }

  @Override
  public boolean broken() {
    return !link.usable();
  }

  @Override
  public synchronized void close() {
    if (!closed) {
      closed = true;
      pool.give(link);
    }
  }

  @Override
  public <T> @Nullable T unwrap(Class<T> type) {
    return type == StatefulRedisConnection.class || type.isInstance(link.connection())
        ? type.cast(link.connection())
        : null;
  }
}
