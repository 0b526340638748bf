package dev.weir.connector.redis;

import dev.weir.api.CoreError;
import dev.weir.api.DatabaseError;
import dev.weir.api.Effect;
import dev.weir.api.Unavailable;
import dev.weir.api.WeirException;
import dev.weir.spi.Deadline;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.codec.ByteArrayCodec;
import io.lettuce.core.protocol.AsyncCommand;
import io.lettuce.core.protocol.Command;
import io.lettuce.core.protocol.CommandArgs;
import io.lettuce.core.protocol.ProtocolKeyword;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * One connection. A command whose answer is not waited for any longer cuts it, so that a late
 * answer never reaches the next caller.
 */
final class Link {
  /** Commands sent before their answers are read. */
  static final int PIPELINE = 1_000;

  private final StatefulRedisConnection<byte[], byte[]> connection;
  private final String node;
  private final AtomicBoolean cut = new AtomicBoolean();
  private volatile boolean cancelled;

  /** When it was opened and last used, and in which generation of the pool; kept by the pool. */
  final long openedAt = System.nanoTime();

  long usedAt = openedAt;
  final int generation;

  Link(StatefulRedisConnection<byte[], byte[]> connection, String node, int generation) {
    this.connection = connection;
    this.node = node;
    this.generation = generation;
  }

  /** A command's name, as lettuce wants it. */
  private record Name(byte[] bytes) implements ProtocolKeyword {
    @Override
    public byte[] getBytes() {
      return bytes;
    }

    @Override
    public String toString() {
      return new String(bytes, StandardCharsets.ISO_8859_1);
    }
  }

  /** The driver's own connection. */
  StatefulRedisConnection<byte[], byte[]> connection() {
    return connection;
  }

  String node() {
    return node;
  }

  boolean usable() {
    return !cut.get() && connection.isOpen();
  }

  /** Closes the connection without waiting for it. */
  void abort() {
    if (!cut.getAndSet(true)) {
      connection.closeAsync();
    }
  }

  /** Closes the connection on request: what runs ends as cancelled. */
  void cancel() {
    cancelled = true;
    abort();
  }

  /**
   * Sends a command and waits for its answer.
   *
   * @param unanswered what is known of the command's effect when no answer comes
   */
  Reply run(List<byte[]> arguments, Deadline deadline, Effect unanswered) {
    ready(deadline);
    return await(send(arguments), deadline, unanswered);
  }

  /** Sends up to {@link #PIPELINE} commands at once and waits for all answers. */
  List<Reply> runAll(List<List<byte[]>> commands, Deadline deadline, Effect unanswered) {
    ready(deadline);
    List<AsyncCommand<byte[], byte[], Reply>> sent = new ArrayList<>(commands.size());
    connection.setAutoFlushCommands(false);
    try {
      for (List<byte[]> command : commands) {
        sent.add(send(command));
      }
      connection.flushCommands();
    } finally {
      connection.setAutoFlushCommands(true);
    }
    List<Reply> replies = new ArrayList<>(sent.size());
    for (AsyncCommand<byte[], byte[], Reply> command : sent) {
      replies.add(await(command, deadline, unanswered));
    }
    return replies;
  }

  private void ready(Deadline deadline) {
    if (!usable()) {
      throw WeirException.of(
          DatabaseError.CONNECTION_LOST,
          "The connection to " + node + " was closed before the command was sent.",
          null,
          Effect.NONE);
    }
    if (deadline.passed()) {
      throw Unavailable.because(
          CoreError.DEADLINE, "The time was up before the command was sent to " + node + ".");
    }
  }

  private AsyncCommand<byte[], byte[], Reply> send(List<byte[]> arguments) {
    CommandArgs<byte[], byte[]> args = new CommandArgs<>(ByteArrayCodec.INSTANCE);
    for (byte[] argument : arguments.subList(1, arguments.size())) {
      args.add(argument);
    }
    AsyncCommand<byte[], byte[], Reply> command =
        new AsyncCommand<>(new Command<>(new Name(arguments.getFirst()), new ReplyOutput(), args));
    connection.dispatch(command);
    return command;
  }

  private Reply await(
      AsyncCommand<byte[], byte[], Reply> command, Deadline deadline, Effect unanswered) {
    try {
      return command.get(deadline.remainingNanos(), TimeUnit.NANOSECONDS);
    } catch (TimeoutException e) {
      abort();
      throw WeirException.of(
          CoreError.DEADLINE,
          node + " did not answer in time; the connection was closed.",
          null,
          unanswered);
    } catch (InterruptedException e) {
      abort();
      Thread.currentThread().interrupt();
      throw WeirException.of(
          CoreError.INTERRUPTED, "Interrupted while " + node + " worked.", e, unanswered);
    } catch (ExecutionException | java.util.concurrent.CancellationException e) {
      boolean asked = cancelled;
      abort();
      throw WeirException.of(
          asked ? DatabaseError.CANCELLED : DatabaseError.CONNECTION_LOST_DURING,
          asked
              ? "The command on " + node + " was cancelled by closing its connection."
              : "The connection to " + node + " broke before the answer came.",
          e,
          unanswered);
    }
  }
}
