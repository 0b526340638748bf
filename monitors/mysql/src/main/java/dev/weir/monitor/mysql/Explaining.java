package dev.weir.monitor.mysql;

import dev.weir.api.CoreError;
import dev.weir.api.Rejected;
import dev.weir.api.Row;
import dev.weir.api.Statement;
import dev.weir.spi.monitor.Look;
import dev.weir.spi.monitor.Plan;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Plans from the table that EXPLAIN answers: its lines are joined in their order. */
final class Explaining {
  private Explaining() {}

  static Plan explain(Look look, Statement statement, boolean run) {
    if (run) {
      throw Rejected.because(
          CoreError.NOT_SUPPORTED,
          "Measured plans are read from PostgreSQL only; leave --analyze away.");
    }
    String text = Look.MARK + "explain " + statement.text();
    Statement asked =
        statement.named().isEmpty()
            ? Statement.of(text, statement.positional().toArray())
            : Statement.of(text).bindAll(statement.named());
    List<Plan.Node> steps =
        look.database()
            .query(asked.options(statement.options()).maxRows(0).timeout(look.left()))
            .list(Explaining::step);
    return new Plan(
        steps.size() == 1
            ? steps.getFirst()
            : new Plan.Node("Join", null, List.of(), sum(steps), null, null, 1, null, steps),
        false,
        null);
  }

  /** Rows stand for the cost, of which this table tells none. */
  private static Plan.Node step(Row row) {
    String table = row.text("table");
    String key = row.text("key");
    String extra = row.text("Extra");
    Double rows = row.value("rows") == null ? null : (double) row.longAt("rows");
    List<String> detail = new ArrayList<>();
    if (extra != null && !extra.isBlank()) {
      detail.add((extra.contains("Using where") ? "Filter: " : "") + extra);
    }
    return new Plan.Node(
        operation(row.text("type")),
        table == null ? null : key == null ? table : table + " by " + key,
        detail,
        rows,
        rows,
        null,
        1,
        null,
        List.of());
  }

  private static String operation(@Nullable String type) {
    return switch (type == null ? "" : type) {
      case "ALL" -> "Table scan";
      case "index" -> "Full index scan";
      case "range" -> "Range index scan";
      case "ref", "eq_ref", "ref_or_null" -> "Index lookup";
      case "const", "system" -> "One row";
      case "" -> "Step";
      case String other -> other;
    };
  }

  private static double sum(List<Plan.Node> steps) {
    return steps.stream().mapToDouble(step -> step.whole(false)).sum();
  }
}
