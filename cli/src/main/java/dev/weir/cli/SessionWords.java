package dev.weir.cli;

import dev.weir.spi.monitor.SessionFigures;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A session in words. */
final class SessionWords {
  private static final int LONGEST = 60;

  private SessionWords() {}

  /** Who it is: {@code 4711 weir@shop psql 10.0.0.5}. */
  static String who(SessionFigures session) {
    String account =
        session.user() == null
            ? session.kind()
            : session.user() + (session.database() == null ? "" : "@" + session.database());
    return Stream.of(session.id(), account, session.application(), session.address())
        .filter(part -> part != null && !part.isEmpty())
        .map(part -> Texts.cut(part, LONGEST))
        .collect(Collectors.joining("  "));
  }

  /** What it does and since when. */
  static String doing(SessionFigures session) {
    if (session.wants() != null) {
      return "waits " + Ages.text(session.inState()) + " for " + session.wants();
    }
    return switch (session.state()) {
      case "hidden" -> "what it does is hidden";
      case "prepared" -> "prepared, waits for COMMIT PREPARED";
      case "active" -> "runs for " + Ages.text(session.inState()) + waits(session);
      case "" -> "works" + waits(session);
      case String state -> state + " for " + Ages.text(session.inState());
    };
  }

  private static String waits(SessionFigures session) {
    return session.waitsFor() == null ? "" : ", waits for " + session.waitsFor();
  }

  static String statement(SessionFigures session, int width) {
    String text = session.statement();
    if (text == null) {
      return "";
    }
    return (session.state().equals("active") ? "runs  " : "last ran  ") + Texts.cut(text, width);
  }
}
