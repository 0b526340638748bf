package dev.weir.operations.notify;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * A notice in Slack's blocks (docs.slack.dev, Block Kit): a section has at most 3,000 characters,
 * and ten fields of at most 2,000.
 */
final class SlackMessage {
  private static final int SECTION = 2_900;
  private static final int FIELDS = 10;

  private SlackMessage() {}

  static Map<String, Object> of(Notice notice) {
    List<Object> blocks = new ArrayList<>();
    blocks.add(
        section(
            "*"
                + notice.severity().sign()
                + " "
                + escaped(notice.title())
                + "*\n"
                + escaped(notice.text())));
    List<Object> fields =
        notice.facts().entrySet().stream()
            .limit(FIELDS)
            .map(fact -> markdown("*" + escaped(fact.getKey()) + "*\n" + escaped(fact.getValue())))
            .toList();
    if (!fields.isEmpty()) {
      blocks.add(Map.of("type", "section", "fields", fields));
    }
    if (notice.link() != null) {
      blocks.add(section("<" + notice.link() + "|Open in Weir>"));
    }
    return Map.of(
        "text", notice.severity().sign() + " " + escaped(notice.title()), "blocks", blocks);
  }

  private static Object section(String text) {
    return Map.of("type", "section", "text", markdown(text));
  }

  private static Object markdown(String text) {
    String fitting = text.length() <= SECTION ? text : text.substring(0, SECTION) + " …";
    return Map.of("type", "mrkdwn", "text", fitting);
  }

  /** The three characters that Slack reads as control. */
  private static String escaped(String text) {
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
  }
}
