package dev.weir.spi.monitor;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How the database runs a statement.
 *
 * @param measured true when it was run, so that times and rows are what they were
 * @param planningSeconds null where not told
 */
public record Plan(Node root, boolean measured, @Nullable Double planningSeconds) {
  /**
   * One step; its children feed it.
   *
   * @param operation such as {@code Seq Scan}
   * @param on the table or index; null where there is none
   * @param detail conditions and the like, without literals; may be empty
   * @param cost of this step and its children, in the planner's own measure; null where not told
   * @param estimatedRows of one run; null where not told
   * @param rows told in one run; null unless measured
   * @param loops times that it ran; 1 unless measured
   * @param seconds of one run, children included; null unless measured
   */
  public record Node(
      String operation,
      @Nullable String on,
      List<String> detail,
      @Nullable Double cost,
      @Nullable Double estimatedRows,
      @Nullable Double rows,
      double loops,
      @Nullable Double seconds,
      List<Node> children) {
    public Node {
      detail = List.copyOf(detail);
      children = List.copyOf(children);
    }

    /** What this step takes by itself, in seconds when measured and in cost otherwise. */
    public double own(boolean measured) {
      double all = whole(measured);
      for (Node child : children) {
        all -= child.whole(measured);
      }
      return Math.max(0, all);
    }

    /** What it takes with its children. */
    public double whole(boolean measured) {
      Double one = measured ? seconds : cost;
      return one == null ? 0 : measured ? one * loops : one;
    }
  }

  /** All steps, parents before their children. */
  public List<Node> nodes() {
    List<Node> all = new ArrayList<>();
    collect(root, all);
    return all;
  }

  private static void collect(Node node, List<Node> all) {
    all.add(node);
    node.children().forEach(child -> collect(child, all));
  }
}
