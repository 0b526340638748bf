package dev.weir.operations.report;

import dev.weir.operations.report.Chart.Line;
import dev.weir.operations.report.Past.Point;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;

/** Points that follow upon each other: a line does not cross the time in which nobody looked. */
final class Runs {
  private static final double WIDEST = 2.5;

  private Runs() {}

  /** In order; one that stands alone is left out. */
  static List<List<Point>> of(List<Point> points) {
    List<List<Point>> runs = new ArrayList<>();
    double widest = WIDEST * usual(points);
    List<Point> run = new ArrayList<>();
    for (Point point : points) {
      if (!run.isEmpty() && apart(run.getLast(), point) > widest) {
        runs.add(run);
        run = new ArrayList<>();
      }
      run.add(point);
    }
    runs.add(run);
    runs.removeIf(each -> each.size() < 2);
    return runs;
  }

  /** The median, as what costs a server much is looked at now and then. */
  private static double usual(List<Point> points) {
    double[] gaps =
        IntStream.range(1, points.size())
            .mapToDouble(i -> apart(points.get(i - 1), points.get(i)))
            .sorted()
            .toArray();
    return gaps.length == 0 ? 0 : gaps[gaps.length / 2];
  }

  private static double apart(Point one, Point next) {
    return Duration.between(one.at(), next.at()).toMillis();
  }

  /** All of them together at each moment. */
  static List<Point> sum(List<Line> lines) {
    Map<Instant, Double> sums = new TreeMap<>();
    for (Line line : lines) {
      line.points().forEach(point -> sums.merge(point.at(), point.value(), Double::sum));
    }
    List<Point> points = new ArrayList<>();
    sums.forEach((at, value) -> points.add(new Point(at, value)));
    return points;
  }
}
