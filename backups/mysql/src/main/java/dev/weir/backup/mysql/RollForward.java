package dev.weir.backup.mysql;

import dev.weir.backup.mysql.BinlogRange.Part;
import dev.weir.backup.mysql.BinlogReader.Event;
import dev.weir.runtime.program.Command;
import dev.weir.runtime.program.Running;
import dev.weir.spi.backup.LogArchive;
import dev.weir.spi.backup.Work;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import org.jspecify.annotations.Nullable;

/**
 * Brings transactions of archived binary logs into a server: the engine's own program turns them
 * into statements, which the client runs. We give that program the wanted events alone, so that the
 * last transaction is the one that was asked for.
 *
 * @param client the client with its login
 * @param reader MariaDB's program, which reads binary logs
 * @param foreign whether the logs and the server are of MySQL
 * @param choice its options that choose and rename databases
 */
record RollForward(
    LogArchive archive,
    Command client,
    Path reader,
    boolean foreign,
    List<String> choice,
    Work work) {

  void run(Part part) throws IOException {
    Command command =
        client.with(
            "--batch",
            "--binary-mode",
            "--default-character-set=utf8mb4",
            "--max-allowed-packet=1G");
    try (Running running = command.start()) {
      work.onCancel(running::close);
      try {
        for (String name : part.names()) {
          work.check();
          work.step("Rolling forward by " + name);
          pass(name, part, running.input());
        }
        running.input().close();
      } catch (IOException broken) {
        throw running.explain(broken);
      }
      running.finish();
    }
  }

  private void pass(String name, Part part, OutputStream statements) throws IOException {
    Command command =
        Command.of(reader.toString(), "--no-defaults", "--verify-binlog-checksum")
            .with(choice)
            .with("-");
    try (Running running = command.start()) {
      work.onCancel(running::close);
      FutureTask<@Nullable Void> feed =
          new FutureTask<>(() -> {
            feed(name, part, running.input());
            return null;
          });
      Thread.ofVirtual().name("weir-binlog").start(feed);
      try {
        if (foreign) {
          OutputStream buffered = new BufferedOutputStream(statements, 1 << 16);
          MysqlWords.pass(running.output(), buffered);
          buffered.flush();
        } else {
          running.output().transferTo(statements);
        }
        statements.flush();
        feed.get();
      } catch (ExecutionException e) {
        throw e.getCause() instanceof IOException broken
            ? running.explain(broken)
            : new IOException(e.getCause());
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new java.io.InterruptedIOException("Interrupted while rolling forward");
      }
      running.finish();
    }
  }

  private void feed(String name, Part part, OutputStream to) throws IOException {
    try (InputStream in = new BufferedInputStream(archive.read(name), 1 << 16);
        OutputStream out = new BufferedOutputStream(to, 1 << 16)) {
      out.write(BinlogReader.MAGIC);
      BinlogReader binlog = new BinlogReader(name, in);
      boolean wanted = false;
      for (Event event = binlog.next(0); event != null; event = binlog.next(0)) {
        work.check();
        if (Binlog.begins(event)) {
          wanted = part.holds(name, event.at());
        } else if (Binlog.apart(event)) {
          wanted = event.type() == Binlog.FORMAT;
        }
        if (wanted && !(foreign && Binlog.mysqlGtid(event))) {
          binlog.copy(event, out);
          work.advance(event.size());
        }
      }
    }
  }
}
