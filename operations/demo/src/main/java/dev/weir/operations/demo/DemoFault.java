package dev.weir.operations.demo;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Something that is wrong with the demo database on purpose.
 *
 * @param name stable and unique, dashed
 * @param object the table, {@code table.column}, index or sequence that is at fault
 * @param remedy what mends it, as a statement
 * @param query the statement that suffers, or null where none does
 */
public record DemoFault(
    String name, Kind kind, String object, String remedy, @Nullable String query) {
  /** What sort of fault it is. */
  public enum Kind {
    MISSING_INDEX,
    UNUSED_INDEX,
    DUPLICATE_INDEX,
    BLOATED_TABLE,
    SLOW_STATEMENT,
    NO_PRIMARY_KEY,
    SEQUENCE_NEAR_END,
    UNINDEXED_FOREIGN_KEY
  }

  /** The statement that suffers. */
  public Optional<String> sufferer() {
    return Optional.ofNullable(query);
  }
}
