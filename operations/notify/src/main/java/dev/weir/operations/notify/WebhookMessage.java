package dev.weir.operations.notify;

import java.util.LinkedHashMap;
import java.util.Map;

/** A notice as any program gets it; fields are only ever added. */
final class WebhookMessage {
  private WebhookMessage() {}

  static Map<String, Object> of(Notice notice) {
    Map<String, Object> message = new LinkedHashMap<>();
    message.put("id", notice.id());
    message.put("type", notice.event());
    message.put("timestamp", notice.at().toString());
    message.put("severity", notice.severity().name());
    message.put("title", notice.title());
    message.put("text", notice.text());
    if (notice.database() != null) {
      message.put("database", notice.database());
    }
    message.put("facts", notice.facts());
    if (notice.link() != null) {
      message.put("link", notice.link().toString());
    }
    return message;
  }
}
