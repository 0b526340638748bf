package dev.weir.operations.report;

import dev.weir.operations.report.Past.Point;
import java.time.Instant;
import java.util.List;

/**
 * A picture of numbers over a span of time.
 *
 * @param id stable, such as {@code throughput}
 * @param note what it comes to, in words
 * @param stacked whether the lines lie upon each other, so that the highest is all of them together
 */
public record Chart(
    String id,
    String title,
    String note,
    Form form,
    Instant from,
    Instant until,
    boolean stacked,
    List<Line> lines) {
  public Chart {
    lines = List.copyOf(lines);
  }

  /**
   * One line.
   *
   * @param before of the span before, moved to where the span itself is
   */
  public record Line(String name, boolean before, List<Point> points) {
    public Line {
      points = List.copyOf(points);
    }

    double highest() {
      return points.stream().mapToDouble(Point::value).max().orElse(0);
    }
  }

  /** The highest that is drawn: a round number above all points. */
  double top() {
    double highest =
        stacked
            ? lines.stream().mapToDouble(Line::highest).sum()
            : lines.stream().mapToDouble(Line::highest).max().orElse(0);
    return round(highest);
  }

  private static double round(double highest) {
    if (highest <= 0) {
      return 1;
    }
    double power = Math.pow(10, Math.floor(Math.log10(highest)));
    for (double step : new double[] {1, 1.5, 2, 3, 4, 5, 6, 8}) {
      if (highest <= step * power) {
        return step * power;
      }
    }
    return 10 * power;
  }
}
