package dev.weir.monitor.redis;

import dev.weir.api.CoreError;
import dev.weir.api.Rejected;
import dev.weir.spi.monitor.Look;
import dev.weir.spi.monitor.Monitor.Stop;
import dev.weir.spi.monitor.Reading;
import dev.weir.spi.monitor.SessionFigures;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Clients from CLIENT LIST; ids are never given twice. */
final class Clients {
  private Clients() {}

  static Reading<SessionFigures> read(Look look) {
    String text = String.join("\n", look.rows("CLIENT LIST", row -> String.valueOf(row.text(0))));
    List<SessionFigures> all = new ArrayList<>();
    for (String line : text.split("\n")) {
      Map<String, String> parts = InfoText.parts(line.strip());
      if (parts.containsKey("id") && !parts.getOrDefault("cmd", "").startsWith("client")) {
        all.add(client(parts));
      }
    }
    return Reading.of(all);
  }

  private static SessionFigures client(Map<String, String> parts) {
    String flags = parts.getOrDefault("flags", "N");
    boolean blocked = flags.contains("b");
    return new SessionFigures(
        parts.getOrDefault("id", "?"),
        flags.contains("S") ? "replica" : flags.contains("M") ? "primary" : "client",
        parts.get("user"),
        parts.get("db"),
        blank(parts.get("name")),
        parts.get("addr"),
        flags.contains("x") ? "idle in transaction" : blocked ? "active" : "idle",
        Instant.now().minusSeconds(number(parts, "age")),
        null,
        Duration.ofSeconds(number(parts, "idle")),
        blocked ? "Key: " + parts.get("cmd") : null,
        null,
        List.of(),
        parts.get("cmd"));
  }

  private static @Nullable String blank(@Nullable String text) {
    return text == null || text.isEmpty() ? null : text;
  }

  private static long number(Map<String, String> parts, String name) {
    String text = parts.getOrDefault(name, "0");
    return text.matches("\\d{1,18}") ? Long.parseLong(text) : 0;
  }

  static boolean stop(Look look, SessionFigures session, Stop how) {
    if (!session.id().matches("\\d{1,18}")) {
      throw Rejected.because(
          CoreError.INVALID_OPTION,
          "A client of Redis is named by a number, not " + session.id() + ".");
    }
    String command =
        how == Stop.CANCEL
            ? "CLIENT UNBLOCK " + session.id() + " ERROR"
            : "CLIENT KILL ID " + session.id();
    boolean there = read(look).items().stream().anyMatch(each -> each.id().equals(session.id()));
    if (there) {
      look.database().update(look.statement(command));
    }
    return there;
  }
}
