package dev.weir.operations.monitor;

import dev.weir.spi.monitor.StatementFigures;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The statements that cost the most, by one measure. */
public final class TopStatements {
  private TopStatements() {}

  /** What they are ranked by. */
  public enum By {
    TOTAL,
    MEAN,
    SLOWEST,
    CALLS,
    ROWS,
    IO,
    TEMP;

    /** As it is written on the command line. */
    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT);
    }

    double measure(StatementFigures of) {
      return switch (this) {
        case TOTAL -> of.seconds();
        case MEAN -> of.mean();
        case SLOWEST -> of.slowest();
        case CALLS -> of.calls();
        case ROWS -> of.rows();
        case IO -> of.readBytes();
        case TEMP -> of.tempBytes();
      };
    }
  }

  /**
   * A statement in its place.
   *
   * @param share of the time that all statements took, from 0 to 1
   */
  public record Ranked(int place, double share, StatementFigures statement) {}

  public static List<Ranked> rank(List<StatementFigures> all, By by, int limit) {
    double total = all.stream().mapToDouble(StatementFigures::seconds).sum();
    List<StatementFigures> sorted =
        all.stream()
            .filter(each -> each.calls() > 0)
            .sorted(Comparator.comparingDouble(by::measure).reversed())
            .limit(limit)
            .toList();
    return java.util.stream.IntStream.range(0, sorted.size())
        .mapToObj(i -> {
          StatementFigures each = sorted.get(i);
          return new Ranked(i + 1, total == 0 ? 0 : each.seconds() / total, each);
        })
        .toList();
  }

  /** What was added to each between two readings; all of it to one that only the second has. */
  public static List<StatementFigures> between(
      List<StatementFigures> before, List<StatementFigures> after) {
    return added(before, after, true);
  }

  /** The same of those alone that both readings have. */
  static List<StatementFigures> betweenKnown(
      List<StatementFigures> before, List<StatementFigures> after) {
    return added(before, after, false);
  }

  private static List<StatementFigures> added(
      List<StatementFigures> before, List<StatementFigures> after, boolean fresh) {
    Map<String, StatementFigures> known = new HashMap<>();
    before.forEach(each -> known.put(each.fingerprint(), each));
    return after.stream()
        .filter(each -> fresh || known.containsKey(each.fingerprint()))
        .map(each -> {
          StatementFigures earlier = known.get(each.fingerprint());
          return earlier == null ? each : each.since(earlier);
        })
        .filter(each -> each.calls() > 0)
        .toList();
  }
}
