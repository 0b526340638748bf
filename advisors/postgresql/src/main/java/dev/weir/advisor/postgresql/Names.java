package dev.weir.advisor.postgresql;

import java.util.Locale;

/** Names as PostgreSQL writes them. */
final class Names {
  private static final int LONGEST = 63;

  private Names() {}

  /** Quoted, unless it is plain; a keyword is quoted although it might not need to be. */
  static String quote(String name) {
    return name.matches("[a-z_][a-z0-9_]{3,}") && !RESERVED.contains(" " + name + " ")
        ? name
        : "\"" + name.replace("\"", "\"\"") + "\"";
  }

  /** A name for an index that says what it is on, short enough for the server. */
  static String index(String table, String columns) {
    String name = table + "_" + columns.replaceAll("[^\\p{L}\\p{N}]+", "_").replaceAll("_+$", "");
    while (name.getBytes(java.nio.charset.StandardCharsets.UTF_8).length > LONGEST - 9) {
      name = name.substring(0, name.length() - 1);
    }
    // The end tells apart what was cut off, and what others have called theirs.
    return quote(
        name
            + "_"
            + String.format(Locale.ROOT, "%04x", (table + "/" + columns).hashCode() & 0xffff)
            + "_idx");
  }

  static String literal(String text) {
    return "'" + text.replace("'", "''") + "'";
  }

  private static final String RESERVED =
      " analyse analyze array asymmetric authorization binary both case cast check collate column"
          + " concurrently constraint create cross current_catalog current_date current_role"
          + " current_schema current_time current_timestamp current_user default deferrable desc"
          + " distinct else except false fetch foreign freeze from full grant group having ilike"
          + " initially inner intersect into isnull join lateral leading left like limit localtime"
          + " localtimestamp natural notnull null offset only order outer overlaps placing primary"
          + " references returning right select session_user similar some symmetric system_user"
          + " table tablesample then trailing true union unique user using variadic verbose when"
          + " where window with ";
}
