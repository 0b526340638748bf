package dev.weir.connector.sql;

import dev.weir.spi.StatementKind;
import dev.weir.spi.Understanding.Manner;
import org.jspecify.annotations.Nullable;

/**
 * Says what a text may do, by the worst word in it. It does not parse: where a word might be a
 * keyword or a name, it takes the word for the keyword, so that a harmless statement may be called
 * worse than it is but never the other way round. A word is surely a name when it is quoted, comes
 * after a dot or AS, or after SELECT, a comma or an operator, where no statement can begin; none of
 * this is sure in a text with executable comments, of which each server reads another part.
 */
final class Classifier {
  private final SqlDialect dialect;
  private final Tokens tokens;
  private final Tables tables;
  private StatementKind kind = StatementKind.READ;
  private int statements;
  private boolean pure = true;
  private @Nullable String problem;
  private Manner manner = Manner.PLAIN;

  Classifier(SqlDialect dialect, Tokens tokens) {
    this.dialect = dialect;
    this.tokens = tokens;
    this.tables = new Tables(dialect, tokens);
  }

  /** Walks over the whole text. */
  Classifier judge() {
    for (int start = 0; start < tokens.size(); ) {
      int end = Boundaries.end(dialect, tokens, start);
      if (end > start) {
        statements++;
        statement(start, end);
      }
      start = end + 1;
    }
    if (statements == 0) {
      unknown("The text holds no statement.");
    }
    if (tables.changesSystem()) {
      worse(StatementKind.CONTROL);
    }
    return this;
  }

  StatementKind kind() {
    return kind;
  }

  int statements() {
    return statements;
  }

  boolean pure() {
    return pure && kind == StatementKind.READ;
  }

  /** By which call the first statement that is not plain runs. */
  Manner manner() {
    return manner;
  }

  Tables tables() {
    return tables;
  }

  @Nullable String problem() {
    return problem;
  }

  private void worse(StatementKind other) {
    kind = kind.worse(other);
  }

  private void unknown(String sentence) {
    worse(StatementKind.UNKNOWN);
    if (problem == null) {
      problem = sentence;
    }
  }

  private void statement(int start, int end) {
    Head head = new Head(dialect, tokens);
    head.read(start, end);
    worse(head.kind());
    pure &= head.pure();
    if (manner == Manner.PLAIN) {
      manner = head.manner();
    }
    if (head.kind() == StatementKind.UNKNOWN) {
      unknown(
          "The statement at offset "
              + tokens.start(start)
              + " begins with no word that is known to begin one.");
    }
    for (int i = head.at(); i < end; i++) {
      function(i);
      if (head.scanned() && tokens.keyword(i) != Keyword.NONE) {
        keyword(i, head);
      }
    }
    tables.statement(head, end);
  }

  private void keyword(int i, Head head) {
    switch (tokens.keyword(i)) {
      case INSERT, UPDATE, DELETE, MERGE, REPLACE, UPSERT -> {
        if (!name(i)) {
          worse(StatementKind.WRITE);
        }
      }
      case INTO -> into(i, head);
      case FOR -> {
        switch (tokens.keyword(i + 1)) {
          case SHARE, KEY, NO, UPDATE -> worse(StatementKind.WRITE);
          default -> {}
        }
      }
      case LOCK -> {
        if (tokens.is(i + 1, Keyword.IN)) {
          worse(StatementKind.WRITE);
        }
      }
      case NEXT -> {
        if (tokens.is(i + 1, Keyword.VALUE)) {
          worse(StatementKind.WRITE);
        }
      }
      case OUTFILE, DUMPFILE, PROGRAM -> {
        if (!name(i)) {
          worse(StatementKind.CONTROL);
        }
      }
      case PROCEDURE -> pure = false;
      default -> {}
    }
  }

  /** {@code SELECT … INTO} makes a table, except into a variable. */
  private void into(int i, Head head) {
    if (head.kind() != StatementKind.READ || tables.insertsInto(i)) {
      return;
    }
    pure = false;
    boolean elsewhere =
        tokens.is(i + 1, Token.VARIABLE)
            || tokens.is(i + 1, Keyword.OUTFILE)
            || tokens.is(i + 1, Keyword.DUMPFILE);
    if (!elsewhere && !tokens.is(i - 1, Token.DOT)) {
      worse(StatementKind.SCHEMA);
    }
  }

  private boolean name(int i) {
    return certainName(tokens, i);
  }

  /** True where a word cannot be the keyword that it looks like. */
  static boolean certainName(Tokens tokens, int i) {
    if (tokens.is(i - 1, Token.DOT)) {
      return true;
    }
    if (tokens.conditional()) {
      return false;
    }
    boolean called =
        tokens.is(i + 1, Token.OPEN)
            && (tokens.is(i, Keyword.INSERT) || tokens.is(i, Keyword.REPLACE));
    return called
        || tokens.is(i - 1, Token.COMMA)
        || tokens.is(i - 1, Token.OPERATOR)
        || tokens.is(i - 1, Keyword.AS)
        || tokens.is(i - 1, Keyword.SELECT);
  }

  private void function(int i) {
    if (tokens.is(i, ":=")) {
      pure = false;
    }
    if (!tokens.is(i + 1, Token.OPEN) || !tokens.kind(i).isName()) {
      return;
    }
    int quote = tokens.is(i, Token.QUOTED) ? 1 : 0;
    StatementKind found =
        KnownFunctions.find(tokens.text(), tokens.start(i) + quote, tokens.end(i) - quote);
    if (found != null && found != StatementKind.READ) {
      worse(found);
    } else if (found == null || quote == 1 || foreign(i)) {
      pure &= structural(i);
    }
  }

  /** True for a function of a schema that is not the engine's own. */
  private boolean foreign(int i) {
    if (!tokens.is(i - 1, Token.DOT)) {
      return false;
    }
    return !tokens.text().regionMatches(true, tokens.start(i - 2), "pg_catalog.", 0, 11);
  }

  /** True for a parenthesis that calls nothing: {@code IN (…)}, {@code AS t(a, b)}. */
  private boolean structural(int i) {
    if (tokens.is(i - 1, Token.DOT)) {
      return false;
    }
    return tokens.keyword(i).reserved()
        || tokens.is(i - 1, Keyword.AS)
        || tokens.is(i - 1, "::")
        || columnsOfCte(i);
  }

  private boolean columnsOfCte(int i) {
    if (!tokens.is(i - 1, Token.COMMA)
        && !tokens.is(i - 1, Keyword.WITH)
        && !tokens.is(i - 1, Keyword.RECURSIVE)) {
      return false;
    }
    int j = i + 2;
    while (tokens.kind(j).isName() || tokens.is(j, Token.COMMA)) {
      j++;
    }
    return tokens.is(j, Token.CLOSE) && tokens.is(j + 1, Keyword.AS);
  }
}
