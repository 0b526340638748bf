package dev.weir.engine.stage;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.weir.api.CoreError;
import dev.weir.api.Rejected;
import dev.weir.api.Result;
import dev.weir.api.Statement;
import dev.weir.engine.Request;
import dev.weir.engine.Stage;
import dev.weir.engine.Understood;
import dev.weir.spi.Language;

/**
 * Reads the text once and keeps what it learnt by text. Refuses text that is too long or not valid
 * first ({@code WEIR-006}, {@code WEIR-007}), so that no later stage and no driver meets it.
 */
public final class UnderstandStage implements Stage {
  /** The longest text that is accepted, in characters. */
  public static final int LONGEST = 4 << 20;

  private static final int KEPT_CHARACTERS = 16 << 20;

  private final Language language;
  private final Cache<String, Understood> kept =
      Caffeine.newBuilder()
          .maximumWeight(KEPT_CHARACTERS)
          .weigher((String text, Understood _) -> text.length() + 500)
          .build();

  public UnderstandStage(Language language) {
    this.language = language;
  }

  @Override
  public Result proceed(Request request, Next next) {
    Statement statement = request.statement();
    if (statement != null) {
      request.understood(understand(statement.text(), request.database().name()));
    }
    return next.proceed(request);
  }

  /** What is known of a text; kept for the next time. */
  public Understood understand(String text, String database) {
    Understood known = kept.getIfPresent(text);
    if (known == null) {
      check(text, database);
      known = new Understood(language.understand(text));
      kept.put(text, known);
    }
    return known;
  }

  private static void check(String text, String database) {
    if (text.length() > LONGEST) {
      throw Rejected.because(
          CoreError.TEXT_TOO_LONG,
          "Database "
              + database
              + ": the statement has "
              + text.length()
              + " characters; at most "
              + LONGEST
              + " are accepted.");
    }
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == 0) {
        throw Rejected.because(
            CoreError.INVALID_TEXT,
            "Database "
                + database
                + ": there is a NUL character at offset "
                + i
                + " of the statement.");
      }
      if (Character.isSurrogate(c)) {
        if (!Character.isHighSurrogate(c)
            || i + 1 == text.length()
            || !Character.isLowSurrogate(text.charAt(i + 1))) {
          throw Rejected.because(
              CoreError.INVALID_TEXT,
              "Database "
                  + database
                  + ": there is half a character at offset "
                  + i
                  + " of the statement.");
        }
        i++;
      }
    }
  }
}
