package dev.weir.backup.postgresql;

/** Names and values as SQL text, for programs that take nothing else. */
final class Sql {
  private Sql() {}

  static String name(String name) {
    return '"' + name.replace("\"", "\"\"") + '"';
  }

  static String name(String schema, String name) {
    return name(schema) + "." + name(name);
  }

  /** Holds whatever {@code standard_conforming_strings} is. */
  static String literal(String value) {
    String quoted = "'" + value.replace("'", "''") + "'";
    return value.indexOf('\\') < 0 ? quoted : " E" + quoted.replace("\\", "\\\\");
  }
}
