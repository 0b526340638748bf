package dev.weir.api;

import org.jspecify.annotations.Nullable;

/**
 * Which part of a schema to describe.
 *
 * @param schema this namespace only; null for all
 * @param table tables whose name equals this, or matches it where it holds {@code *}; null for all
 * @param system the engine's own schemas too
 */
public record SchemaFilter(@Nullable String schema, @Nullable String table, boolean system) {
  public static final SchemaFilter ALL = new SchemaFilter(null, null, false);

  /** From {@code table} or {@code schema.table}; either part may hold {@code *}. */
  public static SchemaFilter parse(String name) {
    int dot = name.indexOf('.');
    return dot < 0
        ? new SchemaFilter(null, name, false)
        : new SchemaFilter(name.substring(0, dot), name.substring(dot + 1), false);
  }

  public boolean matches(String schemaName, String tableName) {
    return (schema == null || glob(schema, schemaName))
        && (table == null || glob(table, tableName));
  }

  private static boolean glob(String pattern, String name) {
    if (pattern.indexOf('*') < 0) {
      return pattern.equals(name);
    }
    StringBuilder regex = new StringBuilder();
    for (String part : pattern.split("\\*", -1)) {
      regex.append(regex.isEmpty() ? "" : ".*").append(java.util.regex.Pattern.quote(part));
    }
    return java.util.regex.Pattern.matches(regex.toString(), name);
  }
}
