package dev.weir.api;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What a request answers. */
public sealed interface Result
    permits Rows, Result.Updated, Result.Batched, Result.Called, Result.Done {
  /**
   * A statement changed rows.
   *
   * @param count rows changed, 0 for statements that change none
   * @param generatedKeys keys that the database made, one map of column to value for each row;
   *     empty unless asked for
   */
  record Updated(long count, List<Map<String, @Nullable Object>> generatedKeys) implements Result {
    public Updated {
      generatedKeys = List.copyOf(generatedKeys);
    }
  }

  /**
   * A batch ran.
   *
   * @param counts rows changed by each member, in order; -1 where the engine does not tell
   */
  record Batched(long[] counts) implements Result {
    /** All rows changed, as far as the engine told. */
    public long total() {
      long total = 0;
      for (long count : counts) {
        total += Math.max(0, count);
      }
      return total;
    }
  }

  /**
   * A procedure ran.
   *
   * @param outputs values of OUT and INOUT parameters by name; a cursor is told as a list of rows,
   *     each a map
   * @param results result sets that the procedure answered besides, each a list of rows
   */
  record Called(
      Map<String, @Nullable Object> outputs, List<List<Map<String, @Nullable Object>>> results)
      implements Result {}

  /** It was done, and there is nothing to tell. */
  record Done() implements Result {
    public static final Done DONE = new Done();
  }
}
