package dev.weir.connector.sql;

import dev.weir.connector.sql.Frame.Expected;
import dev.weir.spi.StatementKind;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * The tables that a text reads and writes, found by the words that come before a table's name. A
 * common table expression hides a table only where it is in scope; in doubt a name is told.
 */
final class Tables {
  private final SqlDialect dialect;
  private final Tokens tokens;
  private final Set<String> reads = new LinkedHashSet<>(4);
  private final Set<String> writes = new LinkedHashSet<>(4);
  private final List<Frame> frames = new ArrayList<>(4);
  private final List<String> ctes = new ArrayList<>(0);
  private final Map<String, Integer> scope = new HashMap<>(0);
  private int depth;
  private Frame frame = new Frame();
  private StatementKind base = StatementKind.READ;
  private boolean runs = true;
  private boolean made;

  Tables(SqlDialect dialect, Tokens tokens) {
    this.dialect = dialect;
    this.tokens = tokens;
    frames.add(frame);
  }

  Set<String> reads() {
    return Set.copyOf(reads);
  }

  Set<String> writes() {
    return Set.copyOf(writes);
  }

  /** True when a table is changed that holds the server's own settings, privileges or schema. */
  boolean changesSystem() {
    for (String name : writes) {
      String lower = name.toLowerCase(Locale.ROOT);
      if (lower.startsWith("pg_")
          || lower.startsWith("mysql.")
          || lower.startsWith("performance_schema.")
          || lower.startsWith("sys.")
          || lower.startsWith("information_schema.")
          || lower.contains("sqlite_")) {
        return true;
      }
    }
    return false;
  }

  /** True for the INTO of INSERT, REPLACE and MERGE. */
  boolean insertsInto(int i) {
    for (int j = i - 1; ; j--) {
      switch (tokens.keyword(j)) {
        case INSERT, REPLACE, MERGE, UPSERT -> {
          return !Classifier.certainName(tokens, j) || tokens.is(j - 1, Keyword.OR);
        }
        case IGNORE, LOW_PRIORITY, HIGH_PRIORITY, DELAYED, OR, ABORT, FAIL, ROLLBACK -> {}
        default -> {
          return false;
        }
      }
    }
  }

  /** Walks over one statement. */
  void statement(Head head, int end) {
    base = head.kind();
    runs = head.runs();
    made = false;
    depth = 0;
    frame = frames.getFirst().open(Expected.NOTHING, 0);
    forget(0);
    int start = head.at();
    boolean defaults = tokens.is(start, Keyword.ALTER) && tokens.is(start + 1, Keyword.DEFAULT);
    if (tokens.is(start, Keyword.SHOW) || defaults || base == StatementKind.UNKNOWN) {
      return;
    }
    for (int i = start; i < end; i++) {
      i = token(i, start);
    }
  }

  private int token(int i, int start) {
    switch (tokens.kind(i)) {
      case OPEN -> opens(i);
      case CLOSE -> closes();
      case COMMA -> frame.expected = frame.listed;
      case QUOTED -> {
        return name(i);
      }
      case WORD -> {
        boolean plain =
            tokens.is(i, Keyword.NONE)
                || (i > start && Classifier.certainName(tokens, i) && !after(i));
        return plain ? name(i) : keyword(i, start);
      }
      default -> frame.expected = Expected.NOTHING;
    }
    return i;
  }

  /** A keyword after a comma or AS is still a keyword when it may go on with the statement. */
  private boolean after(int i) {
    return !tokens.keyword(i).changesRows() && !tokens.is(i - 1, Token.DOT);
  }

  private void opens(int i) {
    boolean nested = frame.expected == Expected.READ;
    Frame outer = frame;
    if (++depth == frames.size()) {
      frames.add(new Frame());
    }
    frame = frames.get(depth).open(nested ? Expected.READ : Expected.NOTHING, ctes.size());
    outer.expected = Expected.NOTHING;
    boolean afterAs = tokens.is(i - 1, Keyword.AS) || tokens.is(i - 1, Keyword.MATERIALIZED);
    if (outer.with && outer.cte != null && afterAs) {
      frame.body = true;
      if (outer.recursive || dialect.bracketNames()) {
        know(outer.cte);
        frame.known = ctes.size();
      }
    }
  }

  private void closes() {
    if (depth == 0) {
      return;
    }
    boolean body = frame.body;
    forget(frame.known);
    frame = frames.get(--depth);
    if (body && frame.cte != null) {
      if (!frame.recursive && !dialect.bracketNames()) {
        know(frame.cte);
      }
      frame.cte = null;
    }
  }

  private void know(String cte) {
    ctes.add(cte);
    scope.merge(cte, 1, Integer::sum);
  }

  private void forget(int known) {
    while (ctes.size() > known) {
      scope.computeIfPresent(ctes.removeLast(), (_, count) -> count == 1 ? null : count - 1);
    }
  }

  private int name(int i) {
    if (frame.with && beginsCte(i)) {
      frame.cte = part(i);
      return i;
    }
    if (frame.expected == Expected.NOTHING) {
      return i;
    }
    int last = i;
    while (tokens.is(last + 1, Token.DOT) && tokens.kind(last + 2).isName()) {
      last += 2;
    }
    Expected expected = frame.expected;
    frame.expected = Expected.NOTHING;
    boolean call =
        expected == Expected.READ
            && tokens.is(last + 1, Token.OPEN)
            && !tokens.is(i - 1, Keyword.REFERENCES);
    if (!call) {
      add(qualified(i, last), last == i, expected);
    }
    return last;
  }

  private boolean beginsCte(int i) {
    return tokens.is(i - 1, Keyword.WITH)
        || tokens.is(i - 1, Keyword.RECURSIVE)
        || tokens.is(i - 1, Token.COMMA);
  }

  private void add(String name, boolean simple, Expected expected) {
    if (expected == Expected.WRITTEN && runs) {
      writes.add(name);
    } else if (!simple || !scope.containsKey(name)) {
      reads.add(name);
    }
  }

  private String qualified(int first, int last) {
    if (first == last) {
      return part(first);
    }
    StringBuilder name = new StringBuilder(part(first));
    for (int i = first + 2; i <= last; i += 2) {
      name.append('.').append(part(i));
    }
    return name.toString();
  }

  private String part(int i) {
    String text = tokens.text();
    if (tokens.is(i, Token.WORD)) {
      return text.substring(tokens.start(i), tokens.end(i)).toLowerCase(Locale.ROOT);
    }
    String inner = text.substring(tokens.start(i) + 1, tokens.end(i) - 1);
    String quote = String.valueOf(tokens.first(i));
    return inner.contains(quote) ? inner.replace(quote + quote, quote) : inner;
  }

  private int keyword(int i, int start) {
    Keyword word = tokens.keyword(i);
    switch (word) {
      case SELECT, VALUES -> {
        frame.query = true;
        made = true;
        clause();
      }
      case FROM -> from(i, start);
      case JOIN -> frame.expected = frame.listed == Expected.WRITTEN ? both(i) : Expected.READ;
      case USING -> {
        if (base != StatementKind.SCHEMA && !tokens.is(i + 1, Token.OPEN)) {
          frame.expect(Expected.READ, Expected.READ);
        }
      }
      case INTO -> frame.expect(Expected.WRITTEN, Expected.NOTHING);
      case UPDATE -> update(i);
      case DELETE -> delete(i);
      case INSERT, MERGE, UPSERT -> change();
      case REPLACE -> {
        if (i == start || !tokens.is(i - 1, Keyword.OR)) {
          change();
        }
      }
      case TABLE, VIEW, TRUNCATE, RENAME -> object(i, start);
      case INDEX, TRIGGER, POLICY, RULE -> {
        if (base.compareTo(StatementKind.SCHEMA) < 0 || tokens.is(i + 1, Keyword.ON)) {
          frame.expected = Expected.NOTHING;
        }
      }
      case COPY -> copy(i);
      case REFERENCES -> frame.expected = Expected.READ;
      case ON -> on(i);
      case TO -> frame.expected = renames(start) ? Expected.WRITTEN : Expected.NOTHING;
      case EXPLAIN, DESCRIBE, DESC ->
          frame.expected = i == start ? Expected.READ : Expected.NOTHING;
      case WITH -> with(i);
      case OUTFILE, DUMPFILE -> frame.expected = Expected.NOTHING;
      case ONLY,
          LATERAL,
          IGNORE,
          LOW_PRIORITY,
          HIGH_PRIORITY,
          QUICK,
          DELAYED,
          OR,
          ABORT,
          FAIL,
          ROLLBACK,
          TEMP,
          TEMPORARY,
          UNLOGGED,
          IF,
          NOT,
          EXISTS,
          CONCURRENTLY,
          MATERIALIZED -> {
        if (word.reserved()
            && base == StatementKind.READ
            && word != Keyword.ONLY
            && word != Keyword.LATERAL) {
          frame.expected = Expected.NOTHING;
        }
      }
      case WHERE,
          GROUP,
          ORDER,
          HAVING,
          LIMIT,
          UNION,
          EXCEPT,
          INTERSECT,
          SET,
          RETURNING,
          WINDOW,
          FETCH,
          OFFSET,
          DEFAULT,
          FOR ->
          clause();
      default -> {
        if (frame.expected != Expected.NOTHING && !word.reserved()) {
          return name(i);
        }
        if (word != Keyword.RECURSIVE) {
          frame.expected = Expected.NOTHING;
        } else {
          frame.recursive |= frame.with;
        }
        if (frame.with && beginsCte(i) && !word.reserved() && word != Keyword.RECURSIVE) {
          return name(i);
        }
      }
    }
    return i;
  }

  private void clause() {
    frame.expect(Expected.NOTHING, Expected.NOTHING);
    frame.with = false;
  }

  private void from(int i, int start) {
    boolean comparison =
        tokens.is(i - 1, Keyword.DISTINCT)
            && (tokens.is(i - 2, Keyword.IS) || tokens.is(i - 2, Keyword.NOT));
    if (comparison || !frame.query) {
      frame.expected = Expected.NOTHING;
    } else if (deletes(i, start)) {
      frame.expect(Expected.WRITTEN, Expected.WRITTEN);
    } else {
      frame.expect(Expected.READ, Expected.READ);
    }
  }

  private boolean deletes(int i, int start) {
    int j = i - 1;
    while (tokens.is(j, Keyword.LOW_PRIORITY)
        || tokens.is(j, Keyword.QUICK)
        || tokens.is(j, Keyword.IGNORE)) {
      j--;
    }
    return tokens.is(j, Keyword.DELETE) && (j == start || !Classifier.certainName(tokens, j));
  }

  /** In MySQL a join may be updated as a whole. */
  private Expected both(int i) {
    if (tokens.kind(i + 1).isName() && frame.with) {
      return Expected.READ;
    }
    return Expected.WRITTEN;
  }

  private void update(int i) {
    boolean statement =
        switch (tokens.keyword(i - 1)) {
          case FOR, KEY, DO, THEN, ON, OR -> false;
          default -> !tokens.is(i + 1, Keyword.SET);
        };
    frame.with = false;
    if (statement) {
      frame.query = true;
      frame.expect(Expected.WRITTEN, Expected.WRITTEN);
    }
  }

  private void delete(int i) {
    frame.with = false;
    if (tokens.is(i - 1, Keyword.THEN) || tokens.is(i - 1, Keyword.ON)) {
      return;
    }
    frame.query = true;
    Expected names = tokens.is(i + 1, Keyword.FROM) ? Expected.NOTHING : Expected.WRITTEN;
    frame.expect(names, names);
  }

  private void change() {
    frame.with = false;
    frame.query = true;
    frame.expect(Expected.WRITTEN, Expected.NOTHING);
  }

  private void object(int i, int start) {
    Expected kind = base.compareTo(StatementKind.SCHEMA) < 0 ? Expected.READ : Expected.WRITTEN;
    boolean into = frame.expected == Expected.WRITTEN;
    boolean first = i == start || tokens.is(i - 1, Token.OPEN) || kind == Expected.WRITTEN;
    if (!into && first && !(tokens.is(i, Keyword.RENAME) && i > start)) {
      frame.expect(kind, kind);
    }
  }

  private void copy(int i) {
    if (tokens.is(i + 1, Token.OPEN)) {
      return;
    }
    Expected expected = Expected.WRITTEN;
    for (int j = i + 1; j < tokens.size() && !tokens.is(j, Token.SEMICOLON); j++) {
      if (tokens.is(j, Keyword.FROM)) {
        break;
      }
      if (tokens.is(j, Keyword.TO)) {
        expected = Expected.READ;
        break;
      }
    }
    frame.expect(expected, Expected.NOTHING);
  }

  /** {@code CREATE INDEX i ON t} names a table; {@code JOIN t ON …} does not. */
  private void on(int i) {
    boolean names =
        base.compareTo(StatementKind.SCHEMA) >= 0
            && (base == StatementKind.CONTROL || !made)
            && depth == 0
            && !tokens.is(i + 1, Keyword.COLUMN);
    frame.expected = names ? Expected.WRITTEN : Expected.NOTHING;
  }

  private boolean renames(int start) {
    return tokens.is(start, Keyword.RENAME) && depth == 0;
  }

  private void with(int i) {
    if (tokens.kind(i + 1).isName() && !tokens.is(i - 1, Token.DOT)) {
      frame.with = true;
      frame.recursive = false;
      frame.cte = null;
    }
    frame.expected = Expected.NOTHING;
  }
}
