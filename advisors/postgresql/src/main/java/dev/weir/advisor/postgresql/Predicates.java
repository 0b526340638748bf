package dev.weir.advisor.postgresql;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Reads the conditions of a plan, as EXPLAIN VERBOSE writes them: each column with its alias, each
 * comparison in parentheses.
 */
final class Predicates {
  static final String NAME = "(?:[\\p{L}_][\\p{L}\\p{N}_$]*|\"(?:[^\"]|\"\")+\")";
  static final Pattern COLUMN = Pattern.compile("(" + NAME + ")\\.(" + NAME + ")");
  private static final Pattern PARAMETER = Pattern.compile("\\$(\\d+)");
  private static final Set<String> EQUAL = Set.of("=");
  private static final Set<String> RANGE = Set.of("<", "<=", ">", ">=", "~~", "^@");
  private static final Set<String> CONTAINS = Set.of("@>", "&&", "@@", "?", "?|", "?&");
  private static final Set<String> PATTERN = Set.of("~~*");
  private static final Pattern LITERAL =
      Pattern.compile("'(?:[^']|'')*'(?:::[\\p{L}_][\\p{L}\\p{N}_ ]*)?|-?\\d+(?:\\.\\d+)?");

  private Predicates() {}

  /** What is asked of a column or of an expression over one table. */
  enum Kind {
    /** Equal to a value that is known when the scan begins. */
    EQUAL,
    /** Equal to a column of another table. */
    JOIN,
    /** Within bounds. */
    RANGE,
    /** Among the parts of a document, an array or a text: {@code @>}, {@code @@}. */
    CONTAINS,
    /** Anywhere in a text: {@code LIKE '%x%'}. */
    PATTERN
  }

  /**
   * A condition that an index could serve.
   *
   * @param key the column, or an expression in parentheses, without the alias
   * @param parameter the number of the parameter that it is compared with, or 0
   * @param arm true for one of several joined by OR, which needs an index alone
   */
  record Term(String alias, String key, Kind kind, int parameter, boolean arm) {
    boolean plain() {
      return !key.startsWith("(");
    }
  }

  static List<Term> read(@Nullable String condition) {
    List<Term> terms = new ArrayList<>();
    if (condition != null) {
      conjunct(condition, false, terms);
    }
    return terms;
  }

  /**
   * What a statement asks of a column whatever its values are.
   *
   * @param text without the alias
   * @param missing true for {@code IS NULL}
   */
  record Condition(String alias, String key, String text, boolean missing) {}

  /** Comparisons of columns with literals that all rows of an answer meet. */
  static List<Condition> conditions(String filter) {
    List<Condition> conditions = new ArrayList<>();
    for (String part : split(strip(filter), " AND ")) {
      String text = strip(part);
      boolean missing = text.endsWith(" IS NULL");
      int at = operator(text);
      String literal = at < 0 || !text.startsWith(" = ", at) ? "" : strip(text.substring(at + 3));
      String left =
          missing ? text.substring(0, text.length() - 8) : at < 0 ? text : text.substring(0, at);
      Matcher column = COLUMN.matcher(uncast(left));
      if (!column.matches()) {
        continue;
      }
      String key = column.group(2);
      if (missing) {
        conditions.add(new Condition(column.group(1), key, key + " IS NULL", true));
      } else if (at < 0) {
        conditions.add(new Condition(column.group(1), key, key, false));
      } else if (LITERAL.matcher(literal).matches()) {
        conditions.add(new Condition(column.group(1), key, key + " = " + literal, false));
      }
    }
    return conditions;
  }

  private static void conjunct(String condition, boolean arm, List<Term> terms) {
    String text = strip(condition);
    List<String> parts = split(text, " AND ");
    if (parts.size() > 1) {
      parts.forEach(part -> conjunct(part, arm, terms));
      return;
    }
    List<String> arms = split(text, " OR ");
    if (arms.size() > 1) {
      arms.forEach(each -> conjunct(each, true, terms));
      return;
    }
    comparison(text, arm, terms);
  }

  private static void comparison(String text, boolean arm, List<Term> terms) {
    if (text.endsWith(" IS NULL")) {
      side(text.substring(0, text.length() - 8), "NULL", Kind.EQUAL, arm, terms);
      return;
    }
    int at = operator(text);
    if (at < 0) {
      String bare = text.startsWith("NOT ") ? text.substring(4) : text;
      if (COLUMN.matcher(strip(bare)).matches()) {
        side(bare, "true", Kind.EQUAL, arm, terms);
      }
      return;
    }
    int end = text.indexOf(' ', at + 1);
    String operator = text.substring(at + 1, end);
    String left = text.substring(0, at);
    String right = text.substring(end + 1);
    if (EQUAL.contains(operator)) {
      side(left, right, Kind.EQUAL, arm, terms);
      side(right, left, Kind.EQUAL, arm, terms);
    } else if (CONTAINS.contains(operator)) {
      side(left, right, Kind.CONTAINS, arm, terms);
    } else if (PATTERN.contains(operator) || (operator.equals("~~") && right.startsWith("'%"))) {
      side(left, right, Kind.PATTERN, arm, terms);
    } else if (RANGE.contains(operator)) {
      side(left, right, Kind.RANGE, arm, terms);
      if (!operator.equals("~~") && !operator.equals("^@")) {
        side(right, left, Kind.RANGE, arm, terms);
      }
    }
  }

  private static void side(String mine, String other, Kind kind, boolean arm, List<Term> terms) {
    String text = uncast(mine);
    Matcher column = COLUMN.matcher(text);
    if (!column.find() || text.contains("SubPlan") || text.contains("InitPlan")) {
      return;
    }
    String alias = column.group(1);
    boolean foreign = false;
    Matcher others = COLUMN.matcher(withoutStrings(other));
    while (others.find()) {
      if (others.group(1).equals(alias)) {
        return;
      }
      foreign = true;
    }
    Kind effective = foreign && kind == Kind.EQUAL ? Kind.JOIN : kind;
    Matcher parameter = PARAMETER.matcher(uncast(other));
    int number = parameter.matches() ? Integer.parseInt(parameter.group(1)) : 0;
    if (COLUMN.matcher(text).matches()) {
      terms.add(new Term(alias, column.group(2), effective, number, arm));
    } else if (text.matches("(?s)[a-z_]+\\(.*\\)") && single(text, alias)) {
      String expression = text.replace(alias + ".", "");
      terms.add(new Term(alias, "(" + expression + ")", effective, number, arm));
    }
  }

  private static boolean single(String text, String alias) {
    Matcher all = COLUMN.matcher(withoutStrings(text));
    while (all.find()) {
      if (!all.group(1).equals(alias)) {
        return false;
      }
    }
    return PARAMETER.matcher(text).results().findAny().isEmpty();
  }

  /** Literals hold anything, also what looks like a column. */
  static String withoutStrings(String text) {
    return text.replaceAll("'(?:[^']|'')*'", "''");
  }

  /** Without the casts that do not matter to an index: {@code (a.b)::text}. */
  static String uncast(String text) {
    String bare = strip(text);
    Matcher cast =
        Pattern.compile("(?s)(.*)::[\\p{L}_][\\p{L}\\p{N}_ ]*(?:\\(\\d+\\))?(?:\\[\\])?")
            .matcher(bare);
    while (cast.matches() && balanced(cast.group(1))) {
      bare = strip(cast.group(1));
      cast.reset(bare);
    }
    return bare;
  }

  /** Without the parentheses around the whole. */
  static String strip(String text) {
    String bare = text.strip();
    while (bare.startsWith("(") && closing(bare) == bare.length() - 1) {
      bare = bare.substring(1, bare.length() - 1).strip();
    }
    return bare;
  }

  private static boolean balanced(String text) {
    int depth = 0;
    for (Walk walk = new Walk(text); walk.next(); ) {
      depth += walk.nesting();
      if (depth < 0) {
        return false;
      }
    }
    return depth == 0;
  }

  private static int closing(String text) {
    int depth = 0;
    for (Walk walk = new Walk(text); walk.next(); ) {
      depth += walk.nesting();
      if (depth == 0) {
        return walk.at();
      }
    }
    return -1;
  }

  private static List<String> split(String text, String word) {
    List<String> parts = new ArrayList<>();
    int depth = 0;
    int from = 0;
    for (Walk walk = new Walk(text); walk.next(); ) {
      depth += walk.nesting();
      if (depth == 0 && walk.plain() && text.startsWith(word, walk.at())) {
        parts.add(text.substring(from, walk.at()));
        from = walk.at() + word.length();
      }
    }
    parts.add(text.substring(from));
    return parts;
  }

  /** The blank before the comparison at the top of an expression; -1 where there is none. */
  private static int operator(String text) {
    int depth = 0;
    for (Walk walk = new Walk(text); walk.next(); ) {
      depth += walk.nesting();
      if (depth == 0 && walk.plain() && text.charAt(walk.at()) == ' ') {
        int end = text.indexOf(' ', walk.at() + 1);
        String word = end < 0 ? "" : text.substring(walk.at() + 1, end);
        if (EQUAL.contains(word)
            || RANGE.contains(word)
            || CONTAINS.contains(word)
            || PATTERN.contains(word)) {
          return walk.at();
        }
      }
    }
    return -1;
  }

  /** Goes over a text by characters and knows when it is inside of quotes. */
  private static final class Walk {
    private final String text;
    private int at = -1;
    private char quote;

    Walk(String text) {
      this.text = text;
    }

    boolean next() {
      if (++at >= text.length()) {
        return false;
      }
      char c = text.charAt(at);
      if (quote != 0) {
        if (c == quote) {
          quote = 0;
        }
      } else if (c == '\'' || c == '"') {
        quote = c;
      }
      return true;
    }

    int at() {
      return at;
    }

    boolean plain() {
      return quote == 0;
    }

    int nesting() {
      if (quote != 0) {
        return 0;
      }
      return switch (text.charAt(at)) {
        case '(', '[' -> 1;
        case ')', ']' -> -1;
        default -> 0;
      };
    }
  }
}
