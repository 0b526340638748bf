package dev.weir.connector.sql;

import org.jspecify.annotations.Nullable;

/**
 * Finds where a statement ends: at a semicolon, but not at one in the body of a routine or trigger,
 * nor at one in the parentheses of PostgreSQL's {@code CREATE RULE}.
 */
final class Boundaries {
  private final Tokens tokens;
  private final boolean blockBodies;
  private Keyword object = Keyword.NONE;
  private int body;
  private int parentheses;
  private @Nullable String problem;

  private Boundaries(SqlDialect dialect, Tokens tokens) {
    this.tokens = tokens;
    this.blockBodies = dialect.blockBodies();
  }

  /** The index of the semicolon that ends the statement, or of the end. */
  static int end(SqlDialect dialect, Tokens tokens, int start) {
    Boundaries boundaries = new Boundaries(dialect, tokens);
    int end = boundaries.find(start);
    if (boundaries.problem != null) {
      tokens.failOpen(boundaries.problem);
    }
    return end;
  }

  private int find(int start) {
    boolean creates =
        tokens.is(start, Keyword.CREATE)
            || tokens.is(start, Keyword.ALTER)
            || (tokens.is(start, Keyword.BEGIN) && tokens.is(start + 1, Keyword.NOT));
    int i = start;
    if (!creates) {
      while (i < tokens.size() && !tokens.is(i, Token.SEMICOLON)) {
        i++;
      }
      return i;
    }
    if (tokens.is(start, Keyword.BEGIN)) {
      object = Keyword.PROCEDURE;
    }
    int opened = start;
    for (; i < tokens.size(); i++) {
      switch (tokens.kind(i)) {
        case OPEN -> parentheses++;
        case CLOSE -> parentheses--;
        case SEMICOLON -> {
          if (body == 0 && !(object == Keyword.RULE && parentheses > 0)) {
            return i;
          }
        }
        case WORD -> {
          if (!tokens.is(i - 1, Token.DOT)) {
            if (body == 0) {
              opened = i;
            }
            i = word(i);
          }
        }
        default -> {}
      }
    }
    if (body > 0) {
      problem = "The BEGIN at offset " + tokens.start(opened) + " has no END.";
    }
    return i;
  }

  private int word(int i) {
    switch (tokens.keyword(i)) {
      case TABLE, VIEW, INDEX, TRIGGER, PROCEDURE, FUNCTION, EVENT, PACKAGE, RULE -> {
        if (object == Keyword.NONE || object == Keyword.EVENT) {
          object = tokens.keyword(i);
        }
      }
      case BEGIN -> {
        if (body > 0 || (routine() && (blockBodies || tokens.is(i + 1, Keyword.ATOMIC)))) {
          body++;
        }
      }
      case CASE -> {
        if (body > 0) {
          body++;
        }
      }
      case END -> {
        return closes(i);
      }
      default -> {}
    }
    return i;
  }

  private boolean routine() {
    return switch (object) {
      case TRIGGER, PROCEDURE, FUNCTION, EVENT, PACKAGE -> true;
      default -> false;
    };
  }

  /** {@code END IF} and its like close what is not counted; {@code END CASE} closes a CASE. */
  private int closes(int i) {
    if (body == 0) {
      return i;
    }
    return switch (tokens.keyword(i + 1)) {
      case IF, LOOP, WHILE, REPEAT -> i + 1;
      case CASE -> {
        body--;
        yield i + 1;
      }
      default -> {
        body--;
        yield i;
      }
    };
  }
}
