package dev.weir.connector.sql;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The parameters of a text, and the text as a JDBC driver takes it. A question mark of PostgreSQL
 * is an operator where it stands between two operands, as in {@code data ? 'key'}, since no
 * parameter can; it is sent as {@code ??}, which is how its driver wants it.
 *
 * @param names one for each marker; null for a positional one
 * @param nativeText the text with {@code ?} for each {@code :name} and {@code $1}, otherwise
 *     unchanged
 * @param problem why they cannot be bound
 */
record Parameters(List<@Nullable String> names, String nativeText, @Nullable String problem) {
  static Parameters of(SqlDialect dialect, Tokens tokens) {
    Reader reader = null;
    boolean owned = tokens.is(0, Keyword.PREPARE) || tokens.is(0, Keyword.CREATE);
    for (int i = 0; i < tokens.size(); i++) {
      if (tokens.kind(i).parameter()) {
        if (reader == null) {
          reader = new Reader(dialect, tokens);
        }
        reader.marker(i, owned);
      }
    }
    return reader == null ? new Parameters(List.of(), tokens.text(), null) : reader.answer();
  }

  private static final class Reader {
    private final SqlDialect dialect;
    private final Tokens tokens;
    private final List<@Nullable String> names = new ArrayList<>();
    private final StringBuilder out;
    private int copied;
    private @Nullable Token style;
    private @Nullable String problem;

    Reader(SqlDialect dialect, Tokens tokens) {
      this.dialect = dialect;
      this.tokens = tokens;
      this.out = new StringBuilder(tokens.text().length() + 8);
    }

    void marker(int i, boolean owned) {
      Token kind = tokens.kind(i);
      if (kind == Token.QUESTION && dialect.questionOperators() && operator(i)) {
        tokens.resolve(i, Token.OPERATOR);
        replace(i, "??");
      } else if (kind == Token.NUMBERED && owned) {
        tokens.resolve(i, Token.NUMBER);
      } else {
        bind(i, kind);
      }
    }

    private void bind(int i, Token kind) {
      if (style == null) {
        style = kind;
      } else if (style != kind) {
        fail("The parameter at offset " + tokens.start(i) + " is written unlike those before it;");
        return;
      }
      if (kind == Token.NUMBERED && !inOrder(i)) {
        fail("The parameter at offset " + tokens.start(i) + " is used again or out of order;");
        return;
      }
      String name =
          kind == Token.NAMED ? tokens.text().substring(tokens.start(i) + 1, tokens.end(i)) : null;
      names.add(name);
      if (kind != Token.QUESTION) {
        replace(i, "?");
      }
    }

    private void fail(String sentence) {
      if (problem == null) {
        problem = sentence + " write either :name or ? throughout.";
      }
    }

    private boolean inOrder(int i) {
      int start = tokens.start(i) + 1;
      int end = tokens.end(i);
      return end - start < 7 && Integer.parseInt(tokens.text(), start, end, 10) == names.size() + 1;
    }

    private void replace(int i, String marker) {
      out.append(tokens.text(), copied, tokens.start(i)).append(marker);
      copied = tokens.end(i);
    }

    /** True for {@code a ? b}, {@code a ?| b}, {@code a ?& b} and {@code a @? b}. */
    private boolean operator(int i) {
      if (touchesAt(i)) {
        return tokens.endsOperand(i - 2);
      }
      if (!tokens.endsOperand(i - 1)) {
        return false;
      }
      boolean pair = tokens.is(i + 1, "|") || tokens.is(i + 1, "&");
      return (pair && tokens.start(i + 1) == tokens.end(i)) || tokens.beginsOperand(i + 1);
    }

    private boolean touchesAt(int i) {
      return tokens.is(i - 1, "@") && tokens.end(i - 1) == tokens.start(i);
    }

    Parameters answer() {
      String text = tokens.text();
      String changed = copied == 0 ? text : out.append(text, copied, text.length()).toString();
      return new Parameters(Collections.unmodifiableList(names), changed, problem);
    }
  }
}
