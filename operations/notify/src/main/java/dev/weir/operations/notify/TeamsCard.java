package dev.weir.operations.notify;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A notice as an Adaptive Card 1.4, in the envelope that a workflow of Teams takes. */
final class TeamsCard {
  /** Teams refuses messages above 28 KB. */
  private static final int MOST_TEXT = 8_000;

  private TeamsCard() {}

  static Map<String, Object> of(Notice notice) {
    Map<String, Object> card = new LinkedHashMap<>();
    card.put("$schema", "http://adaptivecards.io/schemas/adaptive-card.json");
    card.put("type", "AdaptiveCard");
    card.put("version", "1.4");
    card.put("msteams", Map.of("width", "Full"));
    card.put("body", body(notice));
    if (notice.link() != null) {
      card.put(
          "actions",
          List.of(
              Map.of(
                  "type", "Action.OpenUrl",
                  "title", "Open in Weir",
                  "url", notice.link().toString())));
    }
    return Map.of(
        "type",
        "message",
        "attachments",
        List.of(Map.of("contentType", "application/vnd.microsoft.card.adaptive", "content", card)));
  }

  private static List<Object> body(Notice notice) {
    List<Object> body = new ArrayList<>();
    body.add(
        Map.of(
            "type",
            "TextBlock",
            "text",
            notice.severity().sign() + " " + notice.title(),
            "weight",
            "Bolder",
            "size",
            "Medium",
            "color",
            colour(notice.severity()),
            "wrap",
            true));
    String text = notice.text();
    if (!text.isBlank()) {
      body.add(
          Map.of(
              "type",
              "TextBlock",
              "text",
              text.length() <= MOST_TEXT ? text : text.substring(0, MOST_TEXT) + " …",
              "wrap",
              true));
    }
    if (!notice.facts().isEmpty()) {
      body.add(
          Map.of(
              "type",
              "FactSet",
              "facts",
              notice.facts().entrySet().stream()
                  .map(fact -> Map.of("title", fact.getKey(), "value", fact.getValue()))
                  .toList()));
    }
    return body;
  }

  private static String colour(Notice.Severity severity) {
    return switch (severity) {
      case RESOLVED -> "Good";
      case INFO -> "Accent";
      case WARNING -> "Warning";
      case CRITICAL -> "Attention";
    };
  }
}
