package dev.weir.operations.report;

import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * How a database was doing over a span of time, and over the one of the same length before it, as a
 * history has kept it.
 *
 * @param until the end of the span
 * @param courses of {@link Trends#METRICS}, those that there are
 * @param statements that took the most time within the span, the most costly first
 */
public record Past(
    Instant until,
    Duration span,
    List<Course> courses,
    List<StatementCourse> statements,
    List<Growth> tables) {
  public Past {
    courses = List.copyOf(courses);
    statements = List.copyOf(statements);
    tables = List.copyOf(tables);
  }

  public Instant from() {
    return until.minus(span);
  }

  /** A number at a moment; of a span of time it is the mean. */
  public record Point(Instant at, double value) {}

  /**
   * One number over time.
   *
   * @param before its points in the span before
   */
  public record Course(String metric, List<Point> before, List<Point> now) {
    public Course {
      before = List.copyOf(before);
      now = List.copyOf(now);
    }
  }

  /**
   * A statement over time.
   *
   * @param text without its values
   * @param before seconds that it took in the span before
   * @param seconds that it took in the span
   * @param load how many sessions it kept busy
   */
  public record StatementCourse(
      String fingerprint, String text, double before, double seconds, List<Point> load) {
    public StatementCourse {
      load = List.copyOf(load);
    }
  }

  /**
   * How large a table was, in bytes, its indexes included.
   *
   * @param start at the start of the span
   * @param end at its end
   */
  public record Growth(String table, double start, double end) {}
}
