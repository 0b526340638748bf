package dev.weir.connector.postgresql;

import dev.weir.api.CoreError;
import dev.weir.api.Notice;
import dev.weir.api.Notice.Notification;
import dev.weir.api.Rejected;
import dev.weir.api.WeirException;
import dev.weir.spi.Deadline;
import dev.weir.spi.Listening;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;
import org.postgresql.PGNotification;

/** LISTEN on a connection of its own; what is notified comes when the server has nothing to do. */
final class PostgresqlListening implements Listening {
  /**
   * The longest name, in bytes; the server cuts a longer one and would listen to another channel.
   */
  private static final int LONGEST = 63;

  private final PostgresqlEngine engine;
  private final Connection connection;
  private final PGConnection driver;
  private final Function<SQLException, WeirException> failed;
  private final Deque<Notice> waiting = new ArrayDeque<>();

  private PostgresqlListening(
      PostgresqlEngine engine,
      Connection connection,
      PGConnection driver,
      Function<SQLException, WeirException> failed) {
    this.engine = engine;
    this.connection = connection;
    this.driver = driver;
    this.failed = failed;
  }

  static Listening begin(
      PostgresqlEngine engine,
      Connection connection,
      Set<String> channels,
      Function<SQLException, WeirException> failed)
      throws SQLException {
    try (Statement statement = connection.createStatement()) {
      for (String channel : channels) {
        statement.execute("listen " + quoted(channel));
      }
    }
    return new PostgresqlListening(
        engine, connection, connection.unwrap(PGConnection.class), failed);
  }

  private static String quoted(String channel) {
    int bytes = channel.getBytes(StandardCharsets.UTF_8).length;
    if (bytes == 0 || bytes > LONGEST || channel.indexOf(0) >= 0) {
      throw Rejected.because(
          CoreError.INVALID_OPTION,
          "The name of a channel has 1 to "
              + LONGEST
              + " bytes and no NUL; one has "
              + bytes
              + ".");
    }
    return '"' + channel.replace("\"", "\"\"") + '"';
  }

  @Override
  public @Nullable Notice next(Duration patience) {
    Notice first = waiting.poll();
    if (first != null) {
      return first;
    }
    try {
      // 0 would wait for ever.
      int millis = Math.clamp(patience.toMillis(), 1, Integer.MAX_VALUE);
      PGNotification[] told = driver.getNotifications(millis);
      for (PGNotification one : told == null ? new PGNotification[0] : told) {
        waiting.add(new Notification(one.getName(), one.getParameter(), Instant.now()));
      }
      return waiting.poll();
    } catch (SQLException e) {
      throw failed.apply(e);
    }
  }

  @Override
  public void check(Deadline deadline) {
    try (Statement statement = connection.createStatement()) {
      connection.setNetworkTimeout(Runnable::run, deadline.remainingMillis());
      statement.execute("select 1");
      connection.setNetworkTimeout(Runnable::run, 0);
    } catch (SQLException e) {
      throw failed.apply(e);
    }
  }

  @Override
  public void close() {
    try {
      engine.cut(connection);
    } catch (SQLException e) {
      // It is gone already.
    }
  }
}
