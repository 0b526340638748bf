package dev.weir.connector.sql;

/**
 * The lexical rules in which the engines differ. They hold for a server's own defaults: PostgreSQL
 * with {@code standard_conforming_strings}, MySQL and MariaDB without {@code ANSI_QUOTES} and
 * {@code NO_BACKSLASH_ESCAPES}. A connector that meets another mode must use another dialect, since
 * the same text then ends its literals elsewhere.
 *
 * @param doubleQuotedStrings {@code "x"} is a string, not a name
 * @param backticks {@code `x`} is a name
 * @param bracketNames {@code [x]} is a name, not a subscript
 * @param backslashEscapes a backslash escapes in every string
 * @param escapeStrings a backslash escapes in {@code E'…'}, and {@code U&'…'} is known
 * @param dollarQuotes {@code $tag$…$tag$} is a string and {@code $1} a parameter
 * @param nestedComments a comment may hold comments
 * @param hashComments {@code #} begins a comment
 * @param dashNeedsSpace {@code --} begins a comment only before white space
 * @param returnEndsLine a carriage return ends a line comment too
 * @param executableComments {@code /*!50000 … *}{@code /} holds code
 * @param variables {@code @x} is a variable
 * @param digitsBeginNames {@code 2024_sales} is a name
 * @param questionOperators {@code ?}, {@code ?|}, {@code ?&} and {@code @?} are operators too
 * @param sigils what may stand before the name of a parameter
 * @param blockBodies {@code CREATE TRIGGER … BEGIN … END} is one statement; otherwise only {@code
 *     BEGIN ATOMIC … END} is
 */
public record SqlDialect(
    boolean doubleQuotedStrings,
    boolean backticks,
    boolean bracketNames,
    boolean backslashEscapes,
    boolean escapeStrings,
    boolean dollarQuotes,
    boolean nestedComments,
    boolean hashComments,
    boolean dashNeedsSpace,
    boolean returnEndsLine,
    boolean executableComments,
    boolean variables,
    boolean digitsBeginNames,
    boolean questionOperators,
    String sigils,
    boolean blockBodies) {
  /** PostgreSQL, by sections 4.1 and 9.16 of its manual. */
  public static final SqlDialect POSTGRESQL =
      new SqlDialect(
          false, false, false, false, true, true, true, false, false, true, false, false, false,
          true, ":", false);

  /** MySQL and MariaDB, by the chapter "Language Structure" of their manuals. */
  public static final SqlDialect MYSQL =
      new SqlDialect(
          true, true, false, true, false, false, false, true, true, false, true, true, true, false,
          ":", true);

  /** MySQL and MariaDB with {@code sql_mode=ANSI_QUOTES}. */
  public static final SqlDialect MYSQL_ANSI_QUOTES =
      new SqlDialect(
          false, true, false, true, false, false, false, true, true, false, true, true, true, false,
          ":", true);

  /** SQLite, by its tokenizer and "The SQLite Query Language". */
  public static final SqlDialect SQLITE =
      new SqlDialect(
          false, true, true, false, false, false, false, false, false, false, false, false, false,
          false, ":@#$", true);
}
