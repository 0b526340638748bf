package dev.weir.server.boot;

import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import ch.qos.logback.core.LayoutBase;
import dev.weir.api.Caller;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * One event as a line, for people or as a JSON object. Names the correlation id of the request that
 * logs, and tells no secret.
 */
final class LogLine extends LayoutBase<ILoggingEvent> {
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("HH:mm:ss.SSS", Locale.ROOT).withZone(ZoneId.systemDefault());

  private final BooleanSupplier json;

  /** Asked for each line, since the format is known only after the first logger is. */
  LogLine(BooleanSupplier json) {
    this.json = json;
  }

  @Override
  public String doLayout(ILoggingEvent event) {
    String message = Redaction.redact(event.getFormattedMessage());
    String error =
        event.getThrowableProxy() == null
            ? null
            : Redaction.redact(ThrowableProxyUtil.asString(event.getThrowableProxy()));
    String correlation = Caller.current().correlation();
    return json.getAsBoolean()
        ? json(event, message, error, correlation)
        : line(event, message, error, correlation);
  }

  private static String line(
      ILoggingEvent event, String message, @Nullable String error, @Nullable String correlation) {
    return TIME.format(event.getInstant())
        + " "
        + event.getLevel()
        + " ".repeat(6 - event.getLevel().toString().length())
        + (correlation == null ? "" : "[" + correlation + "] ")
        + simple(event.getLoggerName())
        + ": "
        + message
        + (error == null ? "" : "\n" + error.stripTrailing())
        + "\n";
  }

  private static String simple(String logger) {
    return logger.substring(logger.lastIndexOf('.') + 1);
  }

  private static String json(
      ILoggingEvent event, String message, @Nullable String error, @Nullable String correlation) {
    StringBuilder line = new StringBuilder("{");
    member(line, "time", event.getInstant().toString());
    member(line, "level", event.getLevel().toString());
    member(line, "logger", event.getLoggerName());
    member(line, "thread", event.getThreadName());
    member(line, "correlation", correlation);
    member(line, "principal", correlation == null ? null : Caller.current().principal().name());
    member(line, "message", message);
    member(line, "error", error);
    return line.append("}\n").toString();
  }

  private static void member(StringBuilder line, String name, @Nullable String value) {
    if (value == null || value.isEmpty()) {
      return;
    }
    line.append(line.length() == 1 ? "\"" : ",\"").append(name).append("\":\"");
    for (int i = 0; i < value.length(); i++) {
      char c = value.charAt(i);
      switch (c) {
        case '"' -> line.append("\\\"");
        case '\\' -> line.append("\\\\");
        case '\n' -> line.append("\\n");
        case '\t' -> line.append("\\t");
        default -> {
          if (c < 0x20 || Character.isSurrogate(c)) {
            line.append(String.format("\\u%04x", (int) c));
          } else {
            line.append(c);
          }
        }
      }
    }
    line.append('"');
  }
}
