package dev.weir.backup.postgresql;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** One transaction on one session, in which everything is asked; ends without a trace. */
interface Conversation extends AutoCloseable {
  /** The rows of a query, each value as PostgreSQL's text. For results known to be small. */
  List<List<@Nullable String>> rows(String query);

  /** The first value of the first row. */
  default String value(String query) {
    List<List<@Nullable String>> rows = rows(query);
    String value = rows.isEmpty() ? null : rows.getFirst().getFirst();
    if (value == null) {
      throw new IllegalStateException("The server answered nothing to " + query);
    }
    return value;
  }

  @Override
  void close();
}
