package dev.weir.operations.report;

import dev.weir.operations.report.KeyFigure.Tone;
import dev.weir.operations.report.Table.Column;
import dev.weir.spi.NotChecked;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A report as plain text, for terminals and mail. */
public final class TextPage {
  private static final int WIDEST = 60;

  private final StringBuilder page = new StringBuilder();

  private TextPage() {}

  public static String of(Report report) {
    TextPage page = new TextPage();
    page.head(report);
    page.charts(report.charts());
    page.advice(report);
    report.tables().forEach(page::table);
    page.gaps(report.gaps());
    return page.page.toString();
  }

  private void head(Report report) {
    String title = report.database() + " (" + report.type() + "), " + Form.TIME.text(report.at());
    line(report.since() == null ? title : title + ", since " + Form.TIME.text(report.since()));
    line("=".repeat(title.length()));
    line(report.verdict());
    line("");
    int width = report.figures().stream().mapToInt(each -> each.title().length()).max().orElse(0);
    for (KeyFigure each : report.figures()) {
      String mark = each.tone() == Tone.WARNING ? "! " : "  ";
      line(mark + pad(each.title(), width, false) + "  " + each.text() + after(" ", each.note()));
    }
  }

  private void charts(List<Chart> charts) {
    if (charts.isEmpty()) {
      return;
    }
    Chart first = charts.getFirst();
    title("The last " + Trends.words(Duration.between(first.from(), first.until())));
    int width = charts.stream().mapToInt(each -> each.title().length()).max().orElse(0);
    for (Chart chart : charts) {
      line(pad(chart.title(), width, false) + "  " + Spark.line(chart) + "  " + chart.note());
    }
  }

  private void advice(Report report) {
    if (!report.advice().isEmpty()) {
      title("What to do");
    }
    int number = 1;
    for (Recommendation each : report.advice()) {
      line(number++ + ". " + each.title() + ": " + each.object() + after(", gains ", each.gain()));
      line("   " + each.text());
      each.commands().forEach(command -> line("     " + command));
      if (!each.risk().isEmpty()) {
        line("   Risk: " + each.risk());
      }
    }
  }

  private void table(Table table) {
    title(table.title());
    if (!table.meaning().isEmpty()) {
      line(table.meaning());
      line("");
    }
    List<List<String>> cells = cells(table);
    int[] widths = new int[table.columns().size()];
    for (List<String> row : cells) {
      for (int i = 0; i < widths.length; i++) {
        widths[i] = Math.max(widths[i], row.get(i).length());
      }
    }
    for (List<String> row : cells) {
      StringBuilder line = new StringBuilder();
      for (int i = 0; i < widths.length; i++) {
        line.append(pad(row.get(i), widths[i], table.columns().get(i).form().number()));
        line.append("  ");
      }
      line(line.toString().stripTrailing());
    }
  }

  private static List<List<String>> cells(Table table) {
    List<List<String>> cells = new ArrayList<>();
    cells.add(table.columns().stream().map(Column::name).toList());
    for (List<@Nullable Object> row : table.rows()) {
      List<String> texts = new ArrayList<>();
      for (int i = 0; i < row.size(); i++) {
        texts.add(cut(table.columns().get(i).form().text(row.get(i))));
      }
      cells.add(texts);
    }
    return cells;
  }

  private void gaps(List<NotChecked> gaps) {
    if (!gaps.isEmpty()) {
      title("Not checked");
    }
    for (NotChecked gap : gaps) {
      line(gap.what() + ": " + gap.reason());
      if (!gap.mend().isEmpty()) {
        line("  -> " + gap.mend());
      }
    }
  }

  private void title(String title) {
    line("");
    line(title);
    line("-".repeat(title.length()));
  }

  private void line(String text) {
    page.append(text).append('\n');
  }

  private static String after(String before, String text) {
    return text.isEmpty() ? "" : before + text;
  }

  private static String pad(String text, int width, boolean right) {
    String space = " ".repeat(width - text.length());
    return right ? space + text : text + space;
  }

  private static String cut(String text) {
    String line = text.replaceAll("\\s+", " ").strip();
    return line.length() <= WIDEST ? line : line.substring(0, WIDEST - 1) + "…";
  }
}
