package dev.weir.connector.sql;

import dev.weir.spi.Language;
import dev.weir.spi.Script;
import dev.weir.spi.StatementKind;
import dev.weir.spi.Understanding;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * SQL, as one dialect writes it; immutable and thread-safe. A text is cut into tokens and judged by
 * its words, without a grammar: what it answers is never milder than what the server will do, but
 * may be harsher. That is what failing closed means here: a column that is called {@code delete}
 * and stands, unquoted, where a statement might begin, makes a statement a write. What cannot be
 * read for certain is UNKNOWN, with a problem that names the offset and never quotes the text.
 *
 * <p>{@code SELECT … FOR UPDATE} and advisory locks are writes, since whoever may only read must
 * not make others wait. A function that is not the engine's own leaves the kind as it is but is not
 * pure.
 *
 * <p>The time is linear in the length of the text. The fingerprint is a hash for counting and
 * finding; two texts made to collide are possible, so a decision about access compares {@link
 * Understanding#normalized} as well.
 */
public final class SqlLanguage implements Language {
  private final SqlDialect dialect;

  public SqlLanguage(SqlDialect dialect) {
    this.dialect = dialect;
  }

  @Override
  public Understanding understand(String text) {
    String unreadable = unreadable(text);
    if (unreadable != null) {
      return unknown(text, "", 0, unreadable);
    }
    Tokens tokens = Lexer.read(dialect, text);
    Parameters parameters = Parameters.of(dialect, tokens);
    String normalized = Normalizer.of(tokens);
    Classifier judged = new Classifier(dialect, tokens).judge();
    String problem = first(tokens.problem(), parameters.problem(), judged.problem());
    if (tokens.problem() != null || parameters.problem() != null) {
      return unknown(text, normalized, judged.statements(), problem);
    }
    return new Understanding(
        Fingerprint.of(normalized),
        normalized,
        judged.kind(),
        judged.statements(),
        judged.tables().reads(),
        judged.tables().writes(),
        parameters.nativeText(),
        parameters.names(),
        judged.pure(),
        problem,
        judged.manner());
  }

  @Override
  public Script split(String text) {
    Tokens tokens = Lexer.read(dialect, text);
    List<String> statements = new ArrayList<>();
    int begin = 0;
    int token = 0;
    while (token < tokens.size()) {
      int end = Boundaries.end(dialect, tokens, token);
      if (!tokens.is(end, Token.SEMICOLON)) {
        break;
      }
      if (end > token) {
        statements.add(text.substring(begin, tokens.start(end)).strip());
      }
      begin = tokens.end(end);
      token = end + 1;
    }
    if (token >= tokens.size() && !tokens.open()) {
      return new Script(statements, "", false);
    }
    String rest = text.substring(begin);
    boolean unreadable = tokens.problem() != null && !tokens.open();
    return new Script(statements, rest, !unreadable || !rest.stripTrailing().endsWith(";"));
  }

  private static @Nullable String first(@Nullable String... problems) {
    for (String problem : problems) {
      if (problem != null) {
        return problem;
      }
    }
    return null;
  }

  private static Understanding unknown(
      String text, String normalized, int statements, @Nullable String problem) {
    return new Understanding(
        Fingerprint.of(normalized),
        normalized,
        StatementKind.UNKNOWN,
        statements,
        Set.of(),
        Set.of(),
        text,
        List.of(),
        false,
        problem);
  }

  /**
   * What no server reads as it was meant: a NUL ends the text for some, half a character is none.
   */
  private static @Nullable String unreadable(String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == 0) {
        return "The text holds a NUL character at offset " + i + ".";
      }
      if (Character.isSurrogate(c)) {
        boolean pair =
            Character.isHighSurrogate(c)
                && i + 1 < text.length()
                && Character.isLowSurrogate(text.charAt(i + 1));
        if (!pair) {
          return "The text holds half a character (a lone surrogate) at offset " + i + ".";
        }
        i++;
      }
    }
    return null;
  }
}
