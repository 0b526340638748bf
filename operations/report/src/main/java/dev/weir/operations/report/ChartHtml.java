package dev.weir.operations.report;

import dev.weir.operations.report.Chart.Line;
import dev.weir.operations.report.Past.Point;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;

/**
 * A chart as HTML: the picture in SVG that stretches with the page, the words around it as text of
 * the page, so that they stay readable at any width and in print.
 */
final class ChartHtml {
  private static final double WIDTH = 1000;
  private static final double HEIGHT = 240;

  private final Chart chart;
  private final double top;
  private final long span;
  private final StringBuilder html = new StringBuilder();

  private ChartHtml(Chart chart) {
    this.chart = chart;
    this.top = chart.top();
    this.span = Math.max(1, Duration.between(chart.from(), chart.until()).toMillis());
  }

  static String of(Chart chart) {
    ChartHtml drawn = new ChartHtml(chart);
    drawn.head();
    drawn.picture();
    drawn.times();
    drawn.legend();
    return drawn.html.append("</figure>").toString();
  }

  private void head() {
    html.append("<figure class=\"chart\"><figcaption><b>").append(HtmlPage.escape(chart.title()));
    html.append("</b> <span>").append(HtmlPage.escape(chart.note()));
    html.append("</span></figcaption><div class=\"plot\"><div class=\"scale\">");
    for (double part : new double[] {1, 0.5, 0}) {
      String text = part == 0 ? "0" : chart.form().text(top * part);
      html.append("<span>").append(text).append("</span>");
    }
    html.append("</div>");
  }

  private void picture() {
    html.append(
        "<svg viewBox=\"0 0 1000 240\" preserveAspectRatio=\"none\" role=\"img\" aria-label=\"");
    html.append(HtmlPage.escape(chart.title() + ": " + chart.note())).append("\">");
    for (double part : new double[] {0, 0.5, 1}) {
      double y = part * HEIGHT;
      html.append("<path class=\"grid\" d=\"M0 ").append(number(y)).append("H1000\"/>");
    }
    for (Tick tick : Tick.within(chart.from(), chart.until())) {
      html.append("<path class=\"grid\" d=\"M").append(number(x(tick.at()))).append(" 0V240\"/>");
    }
    if (chart.stacked()) {
      stack();
    } else {
      chart.lines().forEach(this::line);
    }
    html.append("</svg></div>");
  }

  private void line(Line line) {
    for (List<Point> run : Runs.of(line.points())) {
      String path = path(run);
      if (!line.before()) {
        String first = number(x(run.getFirst().at()));
        String last = number(x(run.getLast().at()));
        html.append("<path class=\"area\" d=\"M").append(first).append(" 240L");
        html.append(path).append("L").append(last).append(" 240Z\"/>");
      }
      html.append("<path class=\"").append(line.before() ? "before" : "now");
      html.append("\" d=\"M").append(path).append("\"/>");
    }
  }

  private String path(List<Point> run) {
    StringBuilder path = new StringBuilder();
    for (Point point : run) {
      path.append(path.isEmpty() ? "" : "L").append(at(point.at(), point.value()));
    }
    return path.toString();
  }

  /** The highest is drawn first, and each further one over it. */
  private void stack() {
    List<Line> lines = chart.lines();
    for (int i = lines.size() - 1; i >= 0; i--) {
      List<Point> sums = Runs.sum(lines.subList(0, i + 1));
      for (List<Point> run : Runs.of(sums)) {
        html.append("<path class=\"c").append(i).append("\" d=\"M");
        html.append(number(x(run.getFirst().at()))).append(" 240L").append(path(run));
        html.append("L").append(number(x(run.getLast().at()))).append(" 240Z\"/>");
      }
    }
  }

  private void times() {
    html.append("<div class=\"times\">");
    for (Tick tick : Tick.within(chart.from(), chart.until())) {
      String left = number(100 * x(tick.at()) / WIDTH);
      html.append("<span style=\"left:").append(left).append("%\">");
      html.append(tick.text()).append("</span>");
    }
    html.append("</div>");
  }

  private void legend() {
    List<Line> lines = chart.lines();
    if (lines.size() < 2) {
      return;
    }
    html.append("<ul class=\"legend").append(chart.stacked() ? " code" : "").append("\">");
    for (int i = 0; i < lines.size(); i++) {
      // What was before is drawn first, to lie below, and named last.
      int at = chart.stacked() ? i : lines.size() - 1 - i;
      key(lines.get(at), at);
    }
    html.append("</ul>");
  }

  private void key(Line line, int number) {
    String colour = chart.stacked() ? "c" + number : line.before() ? "before" : "now";
    html.append("<li><svg viewBox=\"0 0 16 8\" aria-hidden=\"true\"><path class=\"");
    html.append(colour).append("\" d=\"");
    html.append(chart.stacked() ? "M0 0H16V8H0Z" : "M0 4H16").append("\"/></svg><span>");
    html.append(HtmlPage.escape(line.name())).append("</span></li>");
  }

  private String at(Instant at, double value) {
    return number(x(at)) + " " + number(HEIGHT * (1 - Math.clamp(value / top, 0, 1)));
  }

  private double x(Instant at) {
    return Math.clamp(WIDTH * Duration.between(chart.from(), at).toMillis() / span, 0, WIDTH);
  }

  private static String number(double value) {
    String text = String.format(Locale.ROOT, "%.1f", value);
    return text.endsWith(".0") ? text.substring(0, text.length() - 2) : text;
  }
}
