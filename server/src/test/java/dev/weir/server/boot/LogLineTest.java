package dev.weir.server.boot;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.LoggingEvent;
import dev.weir.api.Caller;
import dev.weir.api.Principal;
import dev.weir.api.Role;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class LogLineTest {
  private static LoggingEvent event(String message, @Nullable Throwable error) {
    LoggerContext context = new LoggerContext();
    LoggingEvent event =
        new LoggingEvent(
            "x", context.getLogger("dev.weir.Example"), Level.WARN, message, error, null);
    event.setThreadName("a \"thread\"");
    return event;
  }

  private static JsonNode json(String message, @Nullable Throwable error) {
    String line = new LogLine(() -> true).doLayout(event(message, error));
    assertThat(line).endsWith("}\n").hasLineCount(1);
    return JsonMapper.shared().readTree(line);
  }

  @Test
  void an_event_is_one_json_object_on_one_line_whatever_its_text() {
    String odd = "a \"quote\", a \\ backslash,\r\n\ta line, \0 \u001b[31m, ü 🦆";

    JsonNode line = json(odd, null);

    assertThat(line.at("/message").stringValue()).isEqualTo(odd);
    assertThat(line.at("/level").stringValue()).isEqualTo("WARN");
    assertThat(line.at("/logger").stringValue()).isEqualTo("dev.weir.Example");
    assertThat(line.at("/thread").stringValue()).isEqualTo("a \"thread\"");
    assertThat(line.at("/time").stringValue()).matches("\\d{4}-\\d\\d-\\d\\dT.*Z");
    assertThat(line.has("correlation")).isFalse();
  }

  @Test
  void an_error_stands_in_the_object_without_its_secrets() {
    JsonNode line =
        json("It failed", new IllegalStateException("at postgresql://u:hunter2@host/db"));

    assertThat(line.at("/error").stringValue())
        .contains("IllegalStateException", "postgresql://u:***@host/db", "\n\tat ")
        .doesNotContain("hunter2");
  }

  @Test
  void the_request_that_logs_is_named() throws Exception {
    Caller caller =
        Caller.of(new Principal("alice", Role.VIEWER, "127.0.0.1")).correlation("c0ffee");

    JsonNode line = caller.call(() -> json("hello", null));
    String read = caller.call(() -> new LogLine(() -> false).doLayout(event("hello", null)));

    assertThat(line.at("/correlation").stringValue()).isEqualTo("c0ffee");
    assertThat(line.at("/principal").stringValue()).isEqualTo("alice");
    assertThat(read).contains("WARN", "[c0ffee] Example: hello");
  }
}
