package dev.weir.operations.report;

import dev.weir.operations.report.Chart.Line;
import dev.weir.operations.report.Past.Point;
import java.time.Duration;

/** A chart as one line of text: a block for each part of the span, blank where nothing is known. */
final class Spark {
  private static final String BLOCKS = "▁▂▃▄▅▆▇█";
  private static final int PARTS = 28;

  private Spark() {}

  static String line(Chart chart) {
    double[] sums = new double[PARTS];
    int[] seen = new int[PARTS];
    long span = Math.max(1, Duration.between(chart.from(), chart.until()).toMillis());
    int lines = 0;
    for (Line line : chart.lines()) {
      if (!line.before()) {
        lines++;
        for (Point point : line.points()) {
          long at = Duration.between(chart.from(), point.at()).toMillis();
          int part = Math.clamp(at * PARTS / span, 0, PARTS - 1);
          sums[part] += point.value();
          seen[part]++;
        }
      }
    }
    return drawn(sums, seen, lines);
  }

  /** Lines that lie upon each other have a point each at the same moment. */
  private static String drawn(double[] sums, int[] seen, int lines) {
    double top = 0;
    for (int i = 0; i < PARTS; i++) {
      sums[i] = seen[i] == 0 ? 0 : sums[i] * lines / seen[i];
      top = Math.max(top, sums[i]);
    }
    StringBuilder text = new StringBuilder(PARTS);
    for (int i = 0; i < PARTS; i++) {
      int height = top <= 0 ? 0 : (int) Math.round(sums[i] / top * (BLOCKS.length() - 1));
      text.append(seen[i] == 0 ? ' ' : BLOCKS.charAt(height));
    }
    return text.toString();
  }
}
