package dev.weir.connector.sql;

import dev.weir.spi.StatementKind;
import dev.weir.spi.Understanding.Manner;

/**
 * The beginning of a statement: which kind its first words say it is, and from where on the rest
 * counts. {@code EXPLAIN} and {@code PREPARE … AS} are passed over to what they hold.
 */
final class Head {
  private final SqlDialect dialect;
  private final Tokens tokens;
  private StatementKind kind = StatementKind.READ;
  private int at;
  private boolean pure = true;
  private boolean runs = true;
  private boolean scanned = true;
  private Manner manner = Manner.PLAIN;

  Head(SqlDialect dialect, Tokens tokens) {
    this.dialect = dialect;
    this.tokens = tokens;
  }

  StatementKind kind() {
    return kind;
  }

  /** Where the statement proper begins. */
  int at() {
    return at;
  }

  boolean pure() {
    return pure;
  }

  /** False when it is only explained. */
  boolean runs() {
    return runs;
  }

  /** By which call it runs. */
  Manner manner() {
    return manner;
  }

  /** True when a keyword further on may make it worse. */
  boolean scanned() {
    return scanned;
  }

  void read(int start, int end) {
    at = start;
    for (int before = -1; before != at; ) {
      before = at;
      while (tokens.is(at, Token.OPEN)) {
        at++;
      }
      pass(end);
    }
    Keyword first = tokens.keyword(at);
    StatementKind begins = first.begins();
    if (begins == null || !tokens.is(at, Token.WORD)) {
      begins = tokens.is(at, "{") ? StatementKind.CALL : StatementKind.UNKNOWN;
    }
    if (!runs && begins != StatementKind.UNKNOWN) {
      begins = StatementKind.READ;
    }
    kind = kind.worse(runs ? refine(first, begins, end) : begins);
  }

  private void pass(int end) {
    switch (tokens.keyword(at)) {
      case EXPLAIN, DESCRIBE, DESC -> explain(end);
      case ANALYZE -> {
        Keyword next = tokens.keyword(at + 1);
        if (dialect.executableComments()
            && (next == Keyword.FORMAT || rows(next) || next == Keyword.WITH)) {
          explain(end);
        }
      }
      case PREPARE -> {
        if (!tokens.is(at + 1, Keyword.TRANSACTION)) {
          prepare(end);
        }
      }
      default -> {}
    }
  }

  private static boolean rows(Keyword word) {
    return word == Keyword.SELECT || word.changesRows();
  }

  /** Goes to the statement that is explained; stays when there is none, as for {@code DESC t}. */
  private void explain(int end) {
    boolean analyzes = tokens.is(at, Keyword.ANALYZE);
    for (int i = at + 1; i < end; i++) {
      Keyword word = tokens.keyword(i);
      if (explainable(word)) {
        at = i;
        runs &= analyzes;
        scanned &= analyzes;
        return;
      }
      analyzes |= word == Keyword.ANALYZE;
    }
    scanned = false;
    if (analyzes) {
      kind = StatementKind.UNKNOWN;
    }
  }

  private boolean explainable(Keyword word) {
    return rows(word)
        || switch (word) {
          case WITH, VALUES, TABLE, EXECUTE, CREATE, DECLARE, REFRESH, CALL -> true;
          default -> false;
        };
  }

  private void prepare(int end) {
    pure = false;
    for (int i = at + 1; i < end; i++) {
      if (tokens.is(i, Keyword.AS)) {
        at = i + 1;
        return;
      }
    }
    kind = StatementKind.CONTROL;
  }

  private StatementKind refine(Keyword first, StatementKind begins, int end) {
    return switch (first) {
      case SHOW, HELP -> {
        scanned = false;
        yield begins;
      }
      case FETCH, MOVE, CLOSE, DECLARE, CHECKSUM -> {
        pure = false;
        yield begins;
      }
      case EXPLAIN, DESCRIBE, DESC -> begins;
      case EXECUTE -> tokens.is(at + 1, Keyword.IMMEDIATE) ? StatementKind.CONTROL : begins;
      case BEGIN -> tokens.is(at + 2, Keyword.ATOMIC) ? StatementKind.CALL : begins;
      case PREPARE -> tokens.is(at + 1, Keyword.TRANSACTION) ? StatementKind.TRANSACTION : begins;
      case START -> tokens.is(at + 1, Keyword.TRANSACTION) ? begins : StatementKind.CONTROL;
      case COPY -> copy(end);
      case LISTEN -> listen(begins);
      case PRAGMA -> pragma(end);
      case CREATE, ALTER, DROP -> define(end);
      default -> begins;
    };
  }

  /** {@code COPY} to and from the client moves rows; any other reaches files or programs. */
  private StatementKind copy(int end) {
    pure = false;
    int nested = 0;
    for (int i = at + 1; i < end; i++) {
      if (tokens.is(i, Token.OPEN)) {
        nested++;
      } else if (tokens.is(i, Token.CLOSE)) {
        nested--;
      } else if (nested == 0 && tokens.is(i, Keyword.TO)) {
        return tokens.is(i + 1, Keyword.STDOUT)
            ? copy(StatementKind.READ, Manner.COPY_OUT)
            : StatementKind.SERVER;
      } else if (nested == 0 && tokens.is(i, Keyword.FROM)) {
        return tokens.is(i + 1, Keyword.STDIN)
            ? copy(StatementKind.WRITE, Manner.COPY_IN)
            : StatementKind.SERVER;
      }
    }
    return StatementKind.CONTROL;
  }

  private StatementKind copy(StatementKind moves, Manner by) {
    manner = by;
    return moves;
  }

  /** Harmless in itself, and refused as a statement: it would change the session for others. */
  private StatementKind listen(StatementKind begins) {
    if (!dialect.equals(SqlDialect.POSTGRESQL)) {
      return begins;
    }
    pure = false;
    manner = Manner.LISTEN;
    return StatementKind.READ;
  }

  private StatementKind pragma(int end) {
    pure = false;
    scanned = false;
    int name = tokens.is(at + 2, Token.DOT) ? at + 3 : at + 1;
    if (!tokens.kind(name).isName()) {
      return StatementKind.CONTROL;
    }
    boolean reads = Pragmas.reads(tokens.text(), tokens.start(name), tokens.end(name));
    boolean acts = Pragmas.acts(tokens.text(), tokens.start(name), tokens.end(name));
    boolean plain = name + 1 >= end;
    boolean argument = tokens.is(name + 1, Token.OPEN);
    return (plain && !acts) || (argument && reads) ? StatementKind.READ : StatementKind.CONTROL;
  }

  /** Who may do what, and what the server runs, is more than the shape of tables. */
  private StatementKind define(int end) {
    scanned = false;
    for (int i = at + 1; i < end; i++) {
      switch (tokens.keyword(i)) {
        case USER, ROLE, GROUP, SYSTEM, EXTENSION, SERVER, SUBSCRIPTION, POLICY, TABLESPACE -> {
          if (object(i)) {
            return StatementKind.CONTROL;
          }
        }
        case DATABASE, LANGUAGE, OWNED, DEFAULT, PRIVILEGES -> {
          if (i == at + 1 || (i == at + 2 && tokens.is(i, Keyword.PRIVILEGES))) {
            return StatementKind.CONTROL;
          }
        }
        case OWNER -> {
          if (tokens.is(i + 1, Keyword.TO)) {
            return StatementKind.CONTROL;
          }
        }
        case SECURITY -> {
          if (tokens.is(i - 1, Keyword.LEVEL) || tokens.is(i + 1, Keyword.DEFINER)) {
            return StatementKind.CONTROL;
          }
        }
        default -> {}
      }
    }
    return StatementKind.SCHEMA;
  }

  /** True when this word says what is made: no name or parenthesis comes before it. */
  private boolean object(int i) {
    for (int j = at + 1; j < i; j++) {
      switch (tokens.keyword(j)) {
        case OR, REPLACE, IF, NOT, EXISTS, TEMP, TEMPORARY -> {}
        default -> {
          return false;
        }
      }
    }
    return true;
  }
}
