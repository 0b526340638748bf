package dev.weir.api;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Spliterator;
import java.util.Spliterators;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/**
 * A forward cursor over a result. It holds a session of the database until it is closed or has told
 * its last row, so use it in a try block. Memory stays flat whatever the size of the result. Not
 * thread-safe.
 *
 * <pre>{@code
 * try (Rows rows = database.query("select id, name from clinics")) {
 *   while (rows.next()) System.out.println(rows.longAt(0) + " " + rows.text(1));
 * }
 * }</pre>
 */
public non-sealed interface Rows extends Row, Result, AutoCloseable {
  /** Moves to the next row; false after the last one. */
  boolean next();

  /**
   * True when a limit of the statement ({@link Statement#maxRows}) cut the result short. Known
   * after the last row.
   */
  boolean truncated();

  /** Releases what the result holds; the rest of the result is not read. Safe to call twice. */
  @Override
  void close();

  /** All rows, mapped; closes the result. For results known to be small. */
  default <T> List<T> list(Function<? super Row, ? extends T> mapper) {
    try (this) {
      List<T> all = new ArrayList<>();
      while (next()) {
        all.add(mapper.apply(this));
      }
      return all;
    }
  }

  /** The first row, mapped, if there is one and it does not map to null; closes the result. */
  default <T> Optional<T> first(Function<? super Row, ? extends @Nullable T> mapper) {
    try (this) {
      return next() ? Optional.ofNullable(mapper.apply(this)) : Optional.empty();
    }
  }

  /**
   * The rows as a stream that must be closed; each element is this cursor, so map it before
   * collecting.
   */
  default Stream<Row> stream() {
    return StreamSupport.stream(
            new Spliterators.AbstractSpliterator<Row>(Long.MAX_VALUE, Spliterator.ORDERED) {
              @Override
              public boolean tryAdvance(Consumer<? super Row> action) {
                if (!next()) {
                  return false;
                }
                action.accept(Rows.this);
                return true;
              }
            },
            false)
        .onClose(this::close);
  }
}
