package dev.weir.operations.monitor;

import dev.weir.spi.monitor.Plan;
import dev.weir.spi.monitor.Plan.Node;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;

/** A plan as a tree that people read, its costly step in words, and its hash. */
public final class PlanText {
  private static final int HASH_CHARACTERS = 16;
  private static final double WRONG_BY = 10;
  private static final double WORTH_TELLING = 100;

  private final Plan plan;
  private final double whole;
  private final Node costly;

  private PlanText(Plan plan) {
    this.plan = plan;
    this.whole = plan.root().whole(plan.measured());
    this.costly =
        plan.nodes().stream()
            .max(Comparator.comparingDouble(node -> node.own(plan.measured())))
            .orElse(plan.root());
  }

  /**
   * The same for plans that take the same steps on the same tables and indexes, whatever they cost:
   * 16 hexadecimal digits.
   */
  public static String hash(Plan plan) {
    StringBuilder shape = new StringBuilder();
    shape(plan.root(), shape);
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-256")
              .digest(shape.toString().getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(digest).substring(0, HASH_CHARACTERS);
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  private static void shape(Node node, StringBuilder shape) {
    shape.append('(').append(node.operation()).append(' ').append(node.on());
    node.children().forEach(child -> shape(child, shape));
    shape.append(')');
  }

  /** The tree, a line a step and a line a detail. */
  public static List<String> tree(Plan plan) {
    PlanText text = new PlanText(plan);
    List<String> lines = new ArrayList<>();
    text.lines(plan.root(), "", "", lines);
    return lines;
  }

  private void lines(Node node, String first, String next, List<String> lines) {
    lines.add(first + head(node));
    String bar = node.children().isEmpty() ? "   " : "│  ";
    node.detail().forEach(detail -> lines.add(next + bar + detail));
    for (int i = 0; i < node.children().size(); i++) {
      boolean last = i == node.children().size() - 1;
      lines(
          node.children().get(i),
          next + (last ? "└─ " : "├─ "),
          next + (last ? "   " : "│  "),
          lines);
    }
  }

  private String head(Node node) {
    StringBuilder head = new StringBuilder(node.operation());
    if (node.on() != null) {
      head.append(" on ").append(node.on());
    }
    Double estimated = node.estimatedRows();
    Double rows = node.rows();
    if (plan.measured()) {
      head.append("  ").append(time(node.whole(true)));
      if (rows != null) {
        head.append(", ").append(told(rows * node.loops()));
      }
      if (node.loops() > 1) {
        head.append(" in ").append(count(node.loops())).append(" runs");
      }
      if (rows != null && estimated != null && wrong(estimated, rows)) {
        head.append(" (").append(count(estimated * node.loops())).append(" expected)");
      }
    } else {
      Double cost = node.cost();
      head.append(cost == null ? "" : "  cost " + count(cost));
      head.append(estimated == null ? "" : ", " + told(estimated) + " expected");
    }
    if (node == costly && whole > 0 && node.own(plan.measured()) > 0) {
      head.append("   ◀ ").append(share(node));
    }
    return head.toString();
  }

  private String share(Node node) {
    return Math.round(100 * node.own(plan.measured()) / whole)
        + " % of the "
        + (plan.measured() ? "time" : "cost");
  }

  /** What costs the most and why, in a sentence or two. */
  public static String words(Plan plan) {
    PlanText text = new PlanText(plan);
    if (text.whole == 0) {
      return text.costly.on() == null
          ? "It costs next to nothing."
          : "The plan is " + text.step(text.costly) + ".";
    }
    return "Most of the "
        + (plan.measured() ? "time" : "cost")
        + " ("
        + Math.round(100 * text.costly.own(plan.measured()) / text.whole)
        + " %) is "
        + text.step(text.costly)
        + "."
        + text.estimate(text.costly);
  }

  private String step(Node node) {
    String on = node.on() == null ? "" : " of " + node.on();
    String operation = node.operation().toLowerCase(Locale.ROOT);
    boolean filtered = node.detail().stream().anyMatch(detail -> detail.startsWith("Filter"));
    return switch (operation) {
      case "seq scan", "parallel seq scan", "table scan", "all", "scan" ->
          "reading the whole table"
              + (node.on() == null ? "" : " " + node.on())
              + (filtered
                  ? " and throwing away the rows that the filter does not want; an index on the"
                      + " filtered columns would help if few remain"
                  : "");
      case "sort", "incremental sort", "filesort" -> "sorting" + rows(node);
      case "hash" -> "building a hash table" + rows(node);
      case "nested loop" -> "joining row by row" + rows(node);
      case "hash join", "merge join" -> "joining (" + operation + ")" + rows(node);
      case "aggregate", "groupaggregate", "hashaggregate" -> "summing up" + rows(node);
      default ->
          operation.endsWith("scan") ? "the " + operation + on : "the step " + operation + on;
    };
  }

  private String rows(Node node) {
    Double rows = plan.measured() ? node.rows() : node.estimatedRows();
    return rows == null ? "" : " to " + told(rows * (plan.measured() ? node.loops() : 1));
  }

  private String estimate(Node node) {
    Double estimated = node.estimatedRows();
    Double rows = node.rows();
    if (rows == null || estimated == null || !wrong(estimated, rows)) {
      return "";
    }
    return " The database expected "
        + count(estimated)
        + " rows and got "
        + count(rows)
        + ": its statistics are old (ANALYZE) or cannot know.";
  }

  private static boolean wrong(double estimated, double rows) {
    double more = Math.max(estimated, Math.max(rows, 1));
    double fewer = Math.max(1, Math.min(estimated, rows));
    return more >= WORTH_TELLING && more / fewer >= WRONG_BY;
  }

  private static String time(double seconds) {
    return seconds >= 1
        ? String.format(Locale.ROOT, "%.2f s", seconds)
        : String.format(Locale.ROOT, "%.2f ms", seconds * 1000);
  }

  private static String told(double rows) {
    return count(rows) + (rows == 1 ? " row" : " rows");
  }

  private static String count(double number) {
    return number >= 100 || number == Math.rint(number)
        ? String.format(Locale.ROOT, "%,.0f", number).replace(',', ' ')
        : String.format(Locale.ROOT, "%.2f", number);
  }
}
