package dev.weir.advisor.mysql;

import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** Names as MariaDB and MySQL write them. */
final class Names {
  private static final int LONGEST = 60;

  private Names() {}

  static String quote(String name) {
    return "`" + name.replace("`", "``") + "`";
  }

  /** A text between quotes. */
  static String literal(String text) {
    return "'" + text.replace("\\", "\\\\").replace("'", "''") + "'";
  }

  static String list(Collection<String> names) {
    return names.stream().map(Names::quote).collect(Collectors.joining(", "));
  }

  /** A name for an index that says what it is on. */
  static String index(List<String> columns) {
    String name = String.join("_", columns) + "_idx";
    return name.length() > LONGEST
        ? name.substring(0, LONGEST - 5)
            + String.format(Locale.ROOT, "_%04x", name.hashCode() & 0xffff)
        : name;
  }
}
