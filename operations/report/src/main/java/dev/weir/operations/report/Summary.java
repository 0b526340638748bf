package dev.weir.operations.report;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;

/** A report in a few words, for a message that carries the page or leads to it. */
public final class Summary {
  private static final int MOST = 3;

  private Summary() {}

  public static String title(Report report) {
    if (report.charts().isEmpty()) {
      return report.database() + ": report";
    }
    Chart chart = report.charts().getFirst();
    return report.database()
        + ": the last "
        + Trends.words(Duration.between(chart.from(), chart.until()));
  }

  /** How it stands, and what is most worth doing. */
  public static String text(Report report) {
    StringBuilder text = new StringBuilder(report.verdict());
    int number = 0;
    for (Recommendation each : report.advice()) {
      if (++number > MOST) {
        text.append("\nand ").append(report.advice().size() - MOST).append(" more");
        break;
      }
      text.append('\n').append(number).append(". ").append(each.title());
      text.append(": ").append(each.object());
    }
    if (!report.gaps().isEmpty()) {
      text.append("\nNot everything could be looked at; the report says what.");
    }
    if (!report.advice().isEmpty()) {
      text.append("\n`weir advise ").append(report.database()).append("` tells the commands.");
    }
    return text.toString();
  }

  /** What the span came to, and the numbers to see first. */
  public static Map<String, String> facts(Report report) {
    Map<String, String> facts = new LinkedHashMap<>();
    for (Chart chart : report.charts()) {
      if (!chart.stacked()) {
        facts.put(chart.title(), chart.note());
      }
    }
    for (KeyFigure each : report.figures()) {
      facts.putIfAbsent(each.title(), (each.text() + " " + each.note()).strip());
    }
    return facts;
  }
}
