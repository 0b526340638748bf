package dev.weir.backup.mysql;

/** Names and values as SQL text, for programs that take nothing else. */
final class Sql {
  private Sql() {}

  static String name(String name) {
    return '`' + name.replace("`", "``") + '`';
  }

  static String name(String database, String name) {
    return name(database) + "." + name(name);
  }

  static String literal(String value) {
    return "'" + value.replace("\\", "\\\\").replace("'", "''") + "'";
  }
}
