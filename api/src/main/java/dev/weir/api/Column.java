package dev.weir.api;

import org.jspecify.annotations.Nullable;

/**
 * One column of a result.
 *
 * @param name the label in the result, as the statement gave it
 * @param type the common type
 * @param nativeType the engine's name for the type, such as {@code numeric} or {@code varchar}
 * @param table the table that the value comes from unchanged, or null where it is computed or not
 *     known
 */
public record Column(String name, DataType type, String nativeType, @Nullable String table) {
  public static Column of(String name, DataType type) {
    return new Column(name, type, type.name().toLowerCase(java.util.Locale.ROOT), null);
  }
}
