package dev.weir.connector.sqlite;

import dev.weir.api.Cancellation;
import dev.weir.api.CoreError;
import dev.weir.api.Failed;
import dev.weir.api.Rejected;
import dev.weir.api.Unavailable;
import dev.weir.api.WeirException;
import dev.weir.connector.jdbc.DrivenSession;
import dev.weir.spi.Deadline;
import dev.weir.spi.Session;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * A copy of a database that is in use, as of one moment: {@code VACUUM INTO}, which reads in a
 * single read transaction (sqlite.org/lang_vacuum.html). In WAL mode nobody who writes is kept
 * waiting; otherwise commits wait until the copy is there. The copy is written beside its target,
 * brought to the disk, and gets its name last, so that there is never half of one under that name.
 */
public final class OnlineBackup {
  private static final int TICK_MILLIS = 20;

  private final Session session;
  private final Connection connection;
  private final DrivenSession driven;

  /** A backup by a session of a SQLite node, which must be in no transaction. */
  public OnlineBackup(Session session) {
    this.session = session;
    this.connection = Objects.requireNonNull(session.unwrap(Connection.class));
    this.driven = Objects.requireNonNull(session.unwrap(DrivenSession.class));
  }

  /** Is told now and then how far a backup is, on a thread of its own. */
  @FunctionalInterface
  public interface Progress {
    Progress NONE = (_, _) -> {};

    /**
     * @param bytes written so far
     * @param most bytes that it can become; less where the database has unused pages
     */
    void copied(long bytes, long most);
  }

  /**
   * Copies the database; the {@link Cancellation} of the scope stops it.
   *
   * @return the bytes of the copy
   * @throws Rejected with {@code WEIR-005} where the target exists, {@code WEIR-022} when cancelled
   * @throws Unavailable with {@code WEIR-021} at the deadline
   * @throws Failed with the database's code, or {@code WEIR-038} where the target cannot be written
   */
  public long copyTo(Path target, Deadline deadline, Progress progress) {
    if (Files.exists(target)) {
      throw Rejected.because(
          CoreError.INVALID_OPTION, "There is a file " + target + " already; name another one.");
    }
    Path partial = target.resolveSibling(target.getFileName() + ".partial");
    try {
      Files.deleteIfExists(partial);
      copy(partial, deadline, progress);
      force(partial);
      Files.move(partial, target, StandardCopyOption.ATOMIC_MOVE);
      return Files.size(target);
    } catch (IOException e) {
      throw Failed.because(
          CoreError.STREAM, "The backup " + target + " cannot be written: " + e.getMessage(), e);
    } finally {
      remove(partial);
    }
  }

  private void copy(Path partial, Deadline deadline, Progress progress) {
    Watch watch = new Watch(partial, deadline, progress);
    Cancellation cancellation = Cancellation.current();
    Runnable stop = watch::cancel;
    try (PreparedStatement statement = connection.prepareStatement("vacuum main into ?")) {
      watch.most = most();
      statement.setString(1, partial.toString());
      driven.running(statement);
      Thread watching = Thread.ofVirtual().name("weir-backup").start(watch);
      if (cancellation != null) {
        cancellation.begin(stop);
      }
      try {
        statement.execute();
      } finally {
        watch.done.countDown();
        driven.running(null);
        if (cancellation != null) {
          cancellation.end(stop);
        }
        watching.join();
      }
    } catch (SQLException e) {
      throw watch.explain(driven.failed(e));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw Unavailable.because(CoreError.INTERRUPTED, "The backup was interrupted.", e);
    }
  }

  private long most() throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet rows =
            statement.executeQuery(
                "select page_count * page_size from pragma_page_count, pragma_page_size")) {
      return rows.next() ? rows.getLong(1) : 0;
    }
  }

  private static void force(Path file) throws IOException {
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
      channel.force(true);
    }
  }

  private static void remove(Path partial) {
    try {
      Files.deleteIfExists(partial);
      Files.deleteIfExists(partial.resolveSibling(partial.getFileName() + "-journal"));
    } catch (IOException e) {
      // The next backup to the same place removes it.
    }
  }

  /** Looks at a backup under way: tells its progress, and stops it when it must end. */
  private final class Watch implements Runnable {
    private final Path partial;
    private final Deadline deadline;
    private final Progress progress;
    private final CountDownLatch done = new CountDownLatch(1);
    private volatile boolean cancelled;
    private volatile boolean late;
    private long most;

    Watch(Path partial, Deadline deadline, Progress progress) {
      this.partial = partial;
      this.deadline = deadline;
      this.progress = progress;
    }

    void cancel() {
      cancelled = true;
    }

    @Override
    public void run() {
      try {
        while (!done.await(TICK_MILLIS, TimeUnit.MILLISECONDS)) {
          late = deadline.passed();
          if (cancelled || late) {
            session.cancel();
          } else {
            progress.copied(Files.exists(partial) ? Files.size(partial) : 0, most);
          }
        }
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      } catch (IOException e) {
        // The file was just being made or removed; the statement tells what is wrong with it.
      }
    }

    WeirException explain(WeirException error) {
      if (cancelled) {
        return Rejected.because(CoreError.CANCELLED, "The backup was cancelled.");
      }
      return late
          ? Unavailable.because(CoreError.DEADLINE, "The backup did not end in time.", error)
          : error;
    }
  }
}
