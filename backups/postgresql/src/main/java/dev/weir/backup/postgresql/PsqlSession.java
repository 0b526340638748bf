package dev.weir.backup.postgresql;

import dev.weir.runtime.program.Command;
import dev.weir.runtime.program.Running;
import dev.weir.spi.backup.Work;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A psql that runs beside us, mostly with a transaction held, for databases to which no handle is
 * open and for COPY. Every answer comes in COPY's text format, one row a line, and ends with a line
 * that no data can hold: in that format a line break inside a value is written as {@code \n}.
 */
final class PsqlSession implements Conversation {
  private final Running psql;
  private final InputStream answers;
  private final byte[] end = ("end-" + UUID.randomUUID()).getBytes(StandardCharsets.US_ASCII);

  private PsqlSession(Running psql) {
    this.psql = psql;
    this.answers = new BufferedInputStream(psql.output(), 1 << 16);
  }

  /**
   * Connects and begins a repeatable-read transaction.
   *
   * @param command psql with its login
   */
  static PsqlSession begin(Command command, Work work) throws IOException {
    PsqlSession session = open(Psql.scripted(command));
    work.onCancel(session.psql::close);
    session.run("BEGIN ISOLATION LEVEL REPEATABLE READ");
    return session;
  }

  /**
   * Connects alone: each statement is a transaction by itself.
   *
   * @param command psql that reads a script from its standard input
   */
  static PsqlSession open(Command command) throws IOException {
    return new PsqlSession(command.start());
  }

  /** Runs a statement that answers no rows. */
  void run(String statement) throws IOException {
    send(statement);
    copyAnswer(OutputStream.nullOutputStream());
  }

  @Override
  public List<List<@Nullable String>> rows(String query) {
    ByteArrayOutputStream answer = new ByteArrayOutputStream();
    try {
      send("COPY (" + query + ") TO STDOUT");
      copyAnswer(answer);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    List<List<@Nullable String>> rows = new ArrayList<>();
    answer.toString(StandardCharsets.UTF_8).lines().forEach(line -> rows.add(CopyText.row(line)));
    return rows;
  }

  /** The rows of a query in COPY's text format, as a stream; answers how many bytes. */
  long copy(String query, OutputStream out) throws IOException {
    send("COPY (" + query + ") TO STDOUT");
    return copyAnswer(out);
  }

  /**
   * The rows of a query one by one, in constant memory; read to the end before the next question.
   */
  Lines lines(String query) throws IOException {
    send("COPY (" + query + ") TO STDOUT");
    return new Lines();
  }

  /** Rows that come one by one. */
  final class Lines {
    private final CopyLines lines = new CopyLines(answers, end);

    /** The next row; null after the last one. */
    @Nullable List<@Nullable String> next() throws IOException {
      String line = lines.line();
      if (line == null && !lines.ended()) {
        psql.finish();
        throw new IOException("psql ended in the middle of an answer");
      }
      return line == null ? null : CopyText.row(line);
    }
  }

  private void send(String statement) throws IOException {
    String mark = new String(end, StandardCharsets.US_ASCII);
    try {
      psql.input()
          .write(
              (statement + ";\nCOPY (SELECT '" + mark + "') TO STDOUT;\n")
                  .getBytes(StandardCharsets.UTF_8));
      psql.input().flush();
    } catch (IOException broken) {
      throw psql.explain(broken);
    }
  }

  private long copyAnswer(OutputStream out) throws IOException {
    CopyLines lines = new CopyLines(answers, end);
    long bytes = lines.copy(out);
    if (!lines.ended()) {
      psql.finish();
      throw new IOException("psql ended in the middle of an answer");
    }
    return bytes;
  }

  @Override
  public void close() {
    psql.close();
  }
}
