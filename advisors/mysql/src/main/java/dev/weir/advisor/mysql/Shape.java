package dev.weir.advisor.mysql;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a statement asks of each of its tables, read from the text that the optimizer makes of it
 * (the note 1003 after EXPLAIN): there each column stands as {@code `database`.`alias`.`column`},
 * whatever the author wrote.
 */
final class Shape {
  private static final String NAME = "`((?:[^`]|``)+)`";
  private static final String COLUMN = NAME + "\\." + NAME + "\\." + NAME;
  private static final String BARE = "`(?:[^`]|``)+`";
  private static final String ANY_COLUMN = BARE + "\\." + BARE + "\\." + BARE;
  private static final Pattern TABLE =
      Pattern.compile(
          "(?:\\bfrom|\\bjoin|\\bupdate|,|\\()\\s*\\(*"
              + NAME
              + "\\."
              + NAME
              + "(?: "
              + NAME
              + ")?(?=[\\s),]|$)");
  private static final Pattern EQUAL =
      Pattern.compile(
          COLUMN + "\\s*(?:=|<=>|in\\s*\\(|is null)|(?<!\\w)isnull\\(" + COLUMN + "\\)");
  private static final Pattern EQUAL_TO = Pattern.compile("(?<![<>!])=\\s*" + COLUMN);
  private static final Pattern BOUND =
      Pattern.compile(COLUMN + "\\s*(?:<=?(?!>)|>=?|between\\b|like 'a')");
  private static final Pattern SORTED =
      Pattern.compile(
          "(?:order by|group by) ("
              + ANY_COLUMN
              + "(?: desc)?(?:\\s*,\\s*"
              + ANY_COLUMN
              + "(?: desc)?)*)");
  private static final Pattern EXTREME = Pattern.compile("(?:max|min)\\(" + COLUMN + "\\)");
  private static final Pattern ONE = Pattern.compile(COLUMN);

  private final Map<String, String> tables = new LinkedHashMap<>();
  private final Map<String, Set<String>> equal = new LinkedHashMap<>();
  private final Map<String, Set<String>> bounds = new LinkedHashMap<>();
  private final Map<String, List<String>> sorted = new LinkedHashMap<>();
  private final boolean either;

  private Shape(String text) {
    find(TABLE, text, m -> tables.put(m.group(3) == null ? m.group(2) : m.group(3), m.group(2)));
    find(EQUAL, text, m -> put(equal, m, m.group(1) == null ? 4 : 1));
    find(EQUAL_TO, text, m -> put(equal, m, 1));
    find(BOUND, text, m -> put(bounds, m, 1));
    find(EXTREME, text, m -> sorted.put(m.group(2), List.of(name(m.group(3)))));
    find(SORTED, text, m -> sorted(m.group(1)));
    either = text.contains(" or ");
  }

  /** The shape of a note; of a text that holds no such names nothing is known. */
  static Shape of(String note) {
    return new Shape(withoutLiterals(note));
  }

  /** Of a pattern it is kept whether it begins with something that is known. */
  private static String withoutLiterals(String note) {
    return Pattern.compile("'((?:[^'\\\\]|''|\\\\.)*)'")
        .matcher(note.replace("<cache>", ""))
        .replaceAll(m -> m.group(1).matches("[%_].*|") ? "'%'" : "'a'")
        .replaceAll("like \\('a'\\)", "like 'a'");
  }

  private static void find(
      Pattern pattern, String text, java.util.function.Consumer<Matcher> each) {
    Matcher matcher = pattern.matcher(text);
    while (matcher.find()) {
      each.accept(matcher);
    }
  }

  private static void put(Map<String, Set<String>> all, Matcher matcher, int group) {
    all.computeIfAbsent(name(matcher.group(group + 1)), _ -> new LinkedHashSet<>())
        .add(name(matcher.group(group + 2)));
  }

  private static String name(String quoted) {
    return quoted.replace("``", "`");
  }

  /** Only columns of one table can be had in order. */
  private void sorted(String list) {
    List<String> columns = new ArrayList<>();
    Set<String> aliases = new LinkedHashSet<>();
    find(
        ONE,
        list,
        m -> {
          aliases.add(name(m.group(2)));
          columns.add(name(m.group(3)));
        });
    boolean mixed = list.contains(" desc") && list.split(" desc", -1).length <= columns.size();
    if (aliases.size() == 1 && !mixed) {
      sorted.put(aliases.iterator().next(), columns);
    }
  }

  /** The table of an alias; itself where it is none. */
  String table(String alias) {
    return tables.getOrDefault(alias, alias);
  }

  Set<String> aliases() {
    return tables.keySet();
  }

  /**
   * Lists of columns by which this alias could be found: each that is compared alone, all that are
   * equal, these with each that bounds, and with those that give the order.
   */
  Set<List<String>> candidates(String alias) {
    List<String> same = List.copyOf(equal.getOrDefault(alias, Set.of()));
    Set<List<String>> all = new LinkedHashSet<>();
    same.forEach(each -> all.add(List.of(each)));
    if (!either && same.size() > 1 && same.size() <= 4) {
      all.add(same);
    }
    List<List<String>> ends = new ArrayList<>();
    bounds.getOrDefault(alias, Set.of()).forEach(each -> ends.add(List.of(each)));
    if (sorted.containsKey(alias)) {
      ends.add(sorted.getOrDefault(alias, List.of()));
    }
    for (List<String> end : ends) {
      all.add(end);
      if (!either && !same.isEmpty() && same.size() <= 4) {
        Set<String> both = new LinkedHashSet<>(same);
        both.addAll(end);
        all.add(List.copyOf(both));
      }
    }
    return all;
  }
}
