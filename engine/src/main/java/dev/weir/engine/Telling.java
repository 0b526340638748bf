package dev.weir.engine;

import dev.weir.api.Call;
import dev.weir.api.Definition;
import dev.weir.spi.Invocation.Action;
import dev.weir.spi.Understanding;
import dev.weir.spi.trace.Sent;
import java.util.Locale;
import java.util.Set;
import java.util.StringJoiner;
import java.util.TreeSet;

/** What a tracer may know of a request: never a literal, never a value. */
final class Telling {
  /** Longer than a page helps nobody, and collectors cut it anyhow. */
  private static final int LONGEST = 4_000;

  private static final int MOST_TABLES = 5;

  private Telling() {}

  static Sent sent(Request request) {
    Definition definition = request.database().definition();
    Call call = request.call();
    String text = request.normalized();
    return new Sent(
        definition.type(),
        definition.database(),
        definition.host(),
        definition.port(),
        operation(request),
        summary(request),
        text.length() <= LONGEST ? text : text.substring(0, LONGEST),
        call == null ? null : call.name(),
        request.action() == Action.BATCH ? request.batch().size() : 0);
  }

  /** The first word, where it is one; for a call, {@code CALL}. */
  private static String operation(Request request) {
    if (request.call() != null) {
      return "CALL";
    }
    String text = request.normalized().stripLeading();
    int end = 0;
    while (end < text.length() && Character.isLetter(text.charAt(end))) {
      end++;
    }
    return text.substring(0, end).toUpperCase(Locale.ROOT);
  }

  /** Operation and tables, of which there are few: it names spans. */
  static String summary(Request request) {
    Call call = request.call();
    if (call != null) {
      return "CALL " + call.name();
    }
    StringJoiner words = new StringJoiner(" ");
    words.add(operation(request));
    if (request.isUnderstood()) {
      Understanding understanding = request.understood().understanding();
      Set<String> tables = new TreeSet<>(understanding.writes());
      tables.addAll(understanding.reads());
      tables.stream().limit(MOST_TABLES).forEach(words::add);
    }
    return words.toString().strip();
  }

  /**
   * The text with a comment for the server. A text with comments of its own stays as it is, as the
   * specification of sqlcommenter asks.
   */
  static String commented(String text, String comment) {
    if (comment.isEmpty() || text.contains("--") || text.contains("/*") || text.contains("#")) {
      return text;
    }
    String bare = text.stripTrailing();
    boolean ends = bare.endsWith(";");
    return (ends ? bare.substring(0, bare.length() - 1) : bare)
        + " /*"
        + comment
        + "*/"
        + (ends ? ";" : "");
  }
}
