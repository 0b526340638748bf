package dev.weir.operations.notify;

import java.util.Map;

/** A notice as the two bodies of a mail: plain text, and HTML that needs nothing from elsewhere. */
final class MailText {
  private MailText() {}

  static String subject(Notice notice) {
    return "[Weir] " + notice.title();
  }

  static String plain(Notice notice) {
    StringBuilder text = new StringBuilder(notice.title()).append("\n\n").append(notice.text());
    if (!notice.facts().isEmpty()) {
      text.append("\n");
      int width = notice.facts().keySet().stream().mapToInt(String::length).max().orElse(0);
      notice
          .facts()
          .forEach((name, value) ->
              text.append("\n  ")
                  .append(name)
                  .append(" ".repeat(width - name.length() + 2))
                  .append(value));
    }
    if (notice.link() != null) {
      text.append("\n\n").append(notice.link());
    }
    return text.append("\n\n-- \nWeir, ").append(notice.at()).append("\n").toString();
  }

  static String html(Notice notice) {
    StringBuilder rows = new StringBuilder();
    for (Map.Entry<String, String> fact : notice.facts().entrySet()) {
      rows.append(
          """
          <tr><td style="padding:4px 16px 4px 0;color:#5b616b">%s</td><td style="padding:4px 0">%s</td></tr>
          """
              .formatted(escaped(fact.getKey()), escaped(fact.getValue())));
    }
    String link =
        notice.link() == null
            ? ""
            : "<p><a href=\"%s\" style=\"color:#205493\">Open in Weir</a></p>"
                .formatted(escaped(notice.link().toString()));
    return """
    <!doctype html>
    <html lang="en"><body style="margin:0;padding:24px;background:#f4f5f7;font:15px/1.5 system-ui,sans-serif;color:#212121">
    <div style="max-width:640px;margin:auto;background:#fff;border-radius:8px;border-top:4px solid %s;padding:24px">
    <h1 style="font-size:19px;margin:0 0 12px">%s %s</h1>
    <p style="white-space:pre-line;margin:0 0 16px">%s</p>
    <table style="border-collapse:collapse;font-size:14px">%s</table>
    %s
    <p style="color:#5b616b;font-size:12px;margin:24px 0 0">Weir, %s</p>
    </div></body></html>
    """
        .formatted(
            notice.severity().colour(),
            notice.severity().sign(),
            escaped(notice.title()),
            escaped(notice.text()),
            rows,
            link,
            notice.at());
  }

  private static String escaped(String text) {
    return text.replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace("\"", "&quot;");
  }
}
