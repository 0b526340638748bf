package dev.weir.advisor.mysql;

import dev.weir.api.Database;
import dev.weir.api.WeirException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Puts values of the tables into the gaps of a statement that is known without its own. A column
 * that is compared gets a value that stands in it; a bound lets everything through, since nobody
 * knows how much was asked for.
 */
final class Values {
  private static final String ANY = "any";
  private static final Pattern TABLE =
      Pattern.compile("(?i)(?:\\b(?:from|join|update)|,)\\s*(?:`?\\w+`?\\s*\\.\\s*)?`?(\\w+)`?");
  private static final String GAP = "(?:\\?|\\$\\d+)";
  private static final Pattern COMPARED =
      Pattern.compile(
          "(?i)`?(\\w+)`?\\s*(=|<=>|<>|!=|<=?|>=?|\\bin\\s*\\(|\\bbetween\\b|\\blike\\b)\\s*("
              + GAP
              + "|\\.\\.\\.\\s*\\))(?:\\s*and\\s*"
              + GAP
              + ")?");

  private final Database database;

  Values(Database database) {
    this.database = database;
  }

  /** Whether a text has gaps. */
  static boolean missing(String statement) {
    String bare = statement.replaceAll("'(?:[^'\\\\]|''|\\\\.)*'", "''");
    return Pattern.compile(GAP).matcher(bare).find() || bare.contains("...");
  }

  /**
   * The statement with values. As the server writes digests, names and brackets stand apart, and
   * MariaDB tells a column {@code day} by the longer name of the keyword.
   */
  String fill(String statement) {
    String text =
        statement
            .replaceAll("(\\w) \\(", "$1(")
            .replaceAll("` \\. `", "`.`")
            .replaceAll("\\bSQL_TSI_", "");
    List<String> tables = new ArrayList<>();
    TABLE.matcher(text).results().forEach(each -> tables.add(each.group(1)));
    return COMPARED
        .matcher(text)
        .replaceAll(found -> Matcher.quoteReplacement(compared(found, tables)))
        .replaceAll("(?i)limit " + GAP + " ?, ?" + GAP, "limit 0, 10")
        .replaceAll("(?i)limit " + GAP, "limit 10")
        .replaceAll("(?i)offset " + GAP, "offset 0")
        .replaceAll(GAP, "1");
  }

  private String compared(MatchResult found, List<String> tables) {
    String operator = found.group(2).toLowerCase(Locale.ROOT).replace(" ", "");
    String column = found.group(1);
    String bracket = found.group(3).endsWith(")") ? ")" : "";
    return switch (operator) {
      case "like" -> "`%s` like '%%x%%'".formatted(column);
      case "in(" -> "`%s` in (%s%s".formatted(column, value(tables, column, ANY), bracket);
      case "between" ->
          "`%s` between %s and %s"
              .formatted(column, value(tables, column, "min"), value(tables, column, "max"));
      case ">", ">=" -> "`%s` %s %s".formatted(column, operator, value(tables, column, "min"));
      case "<", "<=" -> "`%s` %s %s".formatted(column, operator, value(tables, column, "max"));
      default -> "`%s` %s %s".formatted(column, operator, value(tables, column, ANY));
    };
  }

  /** Of the first of the tables that has the column, among the rows that a copy would have. */
  private String value(List<String> tables, String column, String which) {
    return tables.stream()
        .map(table -> value(table, column, which))
        .flatMap(Optional::stream)
        .findFirst()
        .orElse("1");
  }

  private Optional<String> value(String table, String column, String which) {
    boolean any = which.equals(ANY);
    String name = Names.quote(column);
    String some =
        "(select %s as c from %s where %s is not null limit %d) s"
            .formatted(name, Names.quote(table), name, any ? 1000 : Scratch.ROWS);
    String query =
        any
            ? "select quote(c) from " + some + " order by crc32(c) limit 1"
            : "select quote(" + which + "(c)) from " + some;
    try {
      return database
          .query(query)
          .first(row -> Facts.text(row, 0))
          .filter(value -> !value.isEmpty() && !value.equals("NULL"));
    } catch (WeirException noSuchColumn) {
      return Optional.empty();
    }
  }
}
