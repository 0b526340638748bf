package dev.weir.api;

import java.io.InputStream;
import java.io.OutputStream;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What can be asked of a database, and inside a transaction, in the same words. */
public interface StatementRunner {
  /** Runs a statement that answers rows. The result holds a session until it is closed. */
  Rows query(Statement statement);

  /** Runs a statement that changes something. */
  Result.Updated update(Statement statement);

  /**
   * Runs one text with many sets of positional values, in as few round trips as the engine allows.
   */
  Result.Batched batch(String text, List<? extends List<? extends @Nullable Object>> values);

  /** Calls a stored procedure or function. */
  Result.Called call(Call call);

  /**
   * Runs a statement of which it is not known whether it answers rows or a count: the answer is
   * {@link Rows}, which must be closed, or {@link Result.Updated}. This is what shells and consoles
   * use.
   */
  Result execute(Statement statement);

  /**
   * Copies rows out as the engine itself writes them, in constant memory: PostgreSQL's {@code COPY
   * … TO STDOUT}. Without a timeout of its own only the waits for the server are limited. The
   * stream is flushed, and stays open.
   *
   * @return how many rows were copied
   * @throws Failed with {@code WEIR-038} when the stream does not take them
   */
  long copyOut(Statement statement, OutputStream target);

  /**
   * Copies rows in from a stream, in constant memory: PostgreSQL's {@code COPY … FROM STDIN}. All
   * rows are kept, or none. Without a timeout of its own only the waits for the server are limited;
   * a stream that blocks is not interrupted.
   *
   * @return how many rows were copied
   * @throws Failed with {@code WEIR-038} when the stream breaks off; nothing was kept then
   */
  long copyIn(Statement statement, InputStream source);

  default long copyOut(String text, OutputStream target) {
    return copyOut(Statement.of(text), target);
  }

  default long copyIn(String text, InputStream source) {
    return copyIn(Statement.of(text), source);
  }

  default Rows query(String text, @Nullable Object... values) {
    return query(Statement.of(text, values));
  }

  default Result.Updated update(String text, @Nullable Object... values) {
    return update(Statement.of(text, values));
  }
}
