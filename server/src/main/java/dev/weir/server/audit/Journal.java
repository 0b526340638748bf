package dev.weir.server.audit;

import jakarta.annotation.PreDestroy;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import javax.sql.DataSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/**
 * Writes audit lines to the store, many at a time: each writer waits until its own line is
 * committed, and those that wait together share one commit. While the store cannot be written the
 * lines go to the {@link Spill} and from there to the store later.
 */
@Component
final class Journal {
  private static final Logger LOG = LoggerFactory.getLogger(Journal.class);
  private static final int MOST = 1_000;
  private static final String INSERT =
      "insert into audit (at, principal, role, origin, action, target, tenant, fingerprint, statement, rows, micros, result, correlation)"
          + " values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)";

  private final DataSource store;
  private final Spill spill;
  private final BlockingQueue<Waiting> queue = new ArrayBlockingQueue<>(10 * MOST);
  private final Thread writer;
  private volatile boolean closed;

  private record Waiting(Entry entry, CompletableFuture<Boolean> written) {}

  Journal(DataSource store, Spill spill) {
    this.store = store;
    this.spill = spill;
    this.writer = Thread.ofPlatform().name("weir-audit").daemon().start(this::run);
  }

  /** Returns when the line is kept: in the store, or in the spill file. */
  void write(Entry entry) {
    Waiting waiting = new Waiting(entry, new CompletableFuture<>());
    try {
      if (closed || !queue.offer(waiting, 1, TimeUnit.SECONDS)) {
        spill.keep(List.of(entry));
        return;
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      spill.keep(List.of(entry));
      return;
    }
    waiting.written.join();
  }

  private void run() {
    List<Waiting> batch = new ArrayList<>();
    while (!closed || !queue.isEmpty()) {
      try {
        Waiting first = queue.poll(500, TimeUnit.MILLISECONDS);
        if (first == null) {
          spill.drain(this::insert);
          continue;
        }
        batch.add(first);
        queue.drainTo(batch, MOST - 1);
        keep(batch.stream().map(Waiting::entry).toList());
      } catch (InterruptedException e) {
        LOG.debug("The audit writer was woken.");
      } catch (RuntimeException e) {
        // Every request waits for this thread, so nothing may end it.
        LOG.error("{} lines of the audit may be lost", batch.size(), e);
      } finally {
        batch.forEach(waiting -> waiting.written.complete(true));
        batch.clear();
      }
    }
  }

  private void keep(List<Entry> entries) {
    try {
      insert(entries);
    } catch (SQLException e) {
      LOG.warn(
          "The audit cannot be written to the store; {} lines go to the spill file: {}",
          entries.size(),
          e.getMessage());
      spill.keep(entries);
    }
  }

  private void insert(List<Entry> entries) throws SQLException {
    try (Connection connection = store.getConnection()) {
      connection.setAutoCommit(false);
      try (Statement settings = connection.createStatement()) {
        // The line is in the server's hands when the request is answered; it reaches the disk
        // within a second.
        settings.execute("set local synchronous_commit = off");
      }
      try (PreparedStatement insert = connection.prepareStatement(INSERT)) {
        for (Entry entry : entries) {
          bind(insert, entry);
          insert.addBatch();
        }
        insert.executeBatch();
      }
      connection.commit();
    }
  }

  private static void bind(PreparedStatement insert, Entry entry) throws SQLException {
    insert.setObject(1, entry.at());
    insert.setString(2, entry.principal());
    insert.setString(3, entry.role());
    insert.setString(4, entry.origin());
    insert.setString(5, entry.action());
    insert.setString(6, entry.target());
    insert.setString(7, entry.tenant());
    insert.setString(8, entry.fingerprint());
    insert.setString(9, entry.statement());
    insert.setObject(10, entry.rows(), java.sql.Types.BIGINT);
    insert.setObject(11, entry.micros(), java.sql.Types.BIGINT);
    insert.setString(12, entry.result());
    insert.setString(13, entry.correlation());
  }

  @PreDestroy
  void close() throws InterruptedException {
    closed = true;
    writer.join(TimeUnit.SECONDS.toMillis(10));
  }
}
