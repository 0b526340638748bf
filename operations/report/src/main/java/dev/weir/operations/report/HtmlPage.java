package dev.weir.operations.report;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.weir.operations.report.KeyFigure.Tone;
import dev.weir.operations.report.Table.Column;
import dev.weir.spi.NotChecked;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A report as one file of HTML that needs nothing else: no script, no fonts, nothing fetched. What
 * a database says of itself is escaped wherever it stands.
 */
public final class HtmlPage {
  private static final String STYLE = style();
  private static final int FIRST = 3;

  private final StringBuilder page = new StringBuilder();

  private HtmlPage() {}

  public static String of(Report report) {
    HtmlPage page = new HtmlPage();
    page.head(report);
    page.figures(report.figures());
    page.charts(report.charts());
    page.advice(report.advice());
    report.tables().forEach(page::table);
    page.gaps(report.gaps());
    page.add("</main></body></html>\n");
    return page.page.toString();
  }

  private void head(Report report) {
    String title = escape(report.database());
    add("<!doctype html><html lang=\"en\"><head><meta charset=\"utf-8\">");
    add("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">");
    add(
        "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src"
            + " 'unsafe-inline'\">");
    add("<title>" + title + ": report</title><style>" + STYLE + "</style></head><body><main>");
    add("<header><p class=\"kind\">" + escape(report.type().toLowerCase(Locale.ROOT)) + "</p>");
    add("<h1>" + title + "</h1><p class=\"when\">" + Form.TIME.text(report.at()));
    if (report.since() != null) {
      add(", compared with " + Form.TIME.text(report.since()));
    }
    String state = !report.advised() ? "unknown" : report.advice().isEmpty() ? "well" : "advice";
    add("</p><p class=\"verdict " + state + "\">" + escape(report.verdict()) + "</p></header>");
  }

  private void figures(List<KeyFigure> figures) {
    add("<section class=\"figures\">");
    for (KeyFigure each : figures) {
      add("<div class=\"figure" + (each.tone() == Tone.WARNING ? " warning" : "") + "\">");
      add("<p>" + escape(each.title()) + "</p><strong>" + escape(each.text()) + "</strong>");
      add("<small>" + escape(each.note()) + "</small></div>");
    }
    add("</section>");
  }

  private void charts(List<Chart> charts) {
    if (!charts.isEmpty()) {
      Chart first = charts.getFirst();
      String span = Trends.words(Duration.between(first.from(), first.until()));
      add("<section><h2>The last " + span + "</h2><div class=\"charts\">");
      charts.forEach(chart -> add(ChartHtml.of(chart)));
      add("</div></section>");
    }
  }

  private void advice(List<Recommendation> advice) {
    if (advice.isEmpty()) {
      return;
    }
    add("<section><h2>What to do</h2><ol class=\"advice\">");
    int number = 0;
    for (Recommendation each : advice) {
      recommendation(each, number++ < FIRST);
    }
    add("</ol></section>");
  }

  private void recommendation(Recommendation each, boolean open) {
    add("<li class=\"" + escape(each.severity()) + "\"><details" + (open ? " open" : "") + ">");
    add("<summary><b>" + escape(each.title()) + "</b> <code>" + escape(each.object()) + "</code>");
    add("<span class=\"gain\">" + escape(each.gain()) + "</span></summary>");
    add("<p>" + escape(each.text()) + "</p><dl>");
    each.evidence()
        .forEach(
            (name, value) -> add("<dt>" + escape(name) + "</dt><dd>" + escape(value) + "</dd>"));
    add("</dl>");
    commands("", each.commands());
    if (!each.risk().isEmpty()) {
      add("<p class=\"risk\"><b>Risk.</b> " + escape(each.risk()) + "</p>");
    }
    commands("To undo it:", each.undo());
    add("</details></li>");
  }

  private void commands(String title, List<String> commands) {
    if (!commands.isEmpty()) {
      add(title.isEmpty() ? "" : "<p class=\"undo\">" + title + "</p>");
      add("<pre>" + escape(String.join("\n", commands)) + "</pre>");
    }
  }

  private void table(Table table) {
    add("<section><h2>" + escape(table.title()) + "</h2><p>" + escape(table.meaning()) + "</p>");
    add("<div class=\"wide\"><table><thead><tr>");
    for (Column column : table.columns()) {
      add("<th" + side(column) + ">" + escape(column.name()) + "</th>");
    }
    add("</tr></thead><tbody>");
    for (List<@Nullable Object> row : table.rows()) {
      add("<tr>");
      for (int i = 0; i < row.size(); i++) {
        cell(table, i, row.get(i));
      }
      add("</tr>");
    }
    add("</tbody></table></div></section>");
  }

  private void cell(Table table, int at, @Nullable Object value) {
    Column column = table.columns().get(at);
    String text = escape(column.form().text(value));
    if (column.bar()) {
      double largest = table.largest(at);
      double share = largest <= 0 ? 0 : Math.max(0, Form.number(value)) / largest;
      String width = String.format(Locale.ROOT, "%.1f", 100 * share);
      add(
          "<td class=\"bar\"><svg viewBox=\"0 0 100 8\" preserveAspectRatio=\"none\""
              + " aria-hidden=\"true\">");
      add(
          "<rect width=\""
              + width
              + "\" height=\"8\" rx=\"1\"/></svg><span>"
              + text
              + "</span></td>");
    } else if (column.form() == Form.CODE) {
      add("<td class=\"code\"><code>" + text + "</code></td>");
    } else {
      add("<td" + side(column) + ">" + text + "</td>");
    }
  }

  private static String side(Column column) {
    return column.form().number() ? " class=\"number\"" : "";
  }

  private void gaps(List<NotChecked> gaps) {
    if (gaps.isEmpty()) {
      return;
    }
    add(
        "<section class=\"gaps\"><h2>Not checked</h2><p>This is not fine; it is not"
            + " known.</p><ul>");
    for (NotChecked gap : gaps) {
      add("<li><b>" + escape(gap.what()) + "</b> " + escape(gap.reason()));
      add(gap.mend().isEmpty() ? "</li>" : "<pre>" + escape(gap.mend()) + "</pre></li>");
    }
    add("</ul></section>");
  }

  private void add(String html) {
    page.append(html);
  }

  /** Text with nothing in it that a browser takes for more than text. */
  static String escape(String text) {
    StringBuilder safe = new StringBuilder(text.length() + 16);
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      switch (c) {
        case '&' -> safe.append("&amp;");
        case '<' -> safe.append("&lt;");
        case '>' -> safe.append("&gt;");
        case '"' -> safe.append("&quot;");
        case '\'' -> safe.append("&#39;");
        default -> safe.append(c);
      }
    }
    return safe.toString();
  }

  private static String style() {
    try (InputStream in = HtmlPage.class.getResourceAsStream("report.css")) {
      return new String(Objects.requireNonNull(in).readAllBytes(), UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
