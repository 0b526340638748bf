package dev.weir.monitor.sqlite;

import dev.weir.api.CoreError;
import dev.weir.api.Rejected;
import dev.weir.api.Statement;
import dev.weir.spi.monitor.Look;
import dev.weir.spi.monitor.Plan;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Plans from EXPLAIN QUERY PLAN, which tells no cost. */
final class Explaining {
  private static final Pattern STEP =
      Pattern.compile("(SCAN|SEARCH) (\\S+)(?: USING (.*))?", Pattern.DOTALL);

  private record Line(long id, long parent, String text) {}

  private Explaining() {}

  static Plan explain(Look look, Statement statement, boolean run) {
    if (run) {
      throw Rejected.because(
          CoreError.NOT_SUPPORTED, "SQLite does not measure plans; leave --analyze away.");
    }
    String text = Look.MARK + "explain query plan " + statement.text();
    Statement asked =
        statement.named().isEmpty()
            ? Statement.of(text, statement.positional().toArray())
            : Statement.of(text).bindAll(statement.named());
    List<Line> lines =
        look.database()
            .query(asked.options(statement.options()).maxRows(0).timeout(look.left()))
            .list(row -> new Line(row.longAt(0), row.longAt(1), String.valueOf(row.text(3))));
    List<Plan.Node> roots = below(0, lines);
    return new Plan(
        roots.size() == 1 ? roots.getFirst() : step("Query", "", List.of(), roots), false, null);
  }

  private static List<Plan.Node> below(long parent, List<Line> lines) {
    return lines.stream()
        .filter(line -> line.parent() == parent)
        .map(line -> node(line, lines))
        .toList();
  }

  private static Plan.Node node(Line line, List<Line> lines) {
    List<Plan.Node> children = below(line.id(), lines);
    Matcher step = STEP.matcher(line.text());
    if (!step.matches()) {
      return step(line.text(), "", List.of(), children);
    }
    String using = step.group(3);
    return step(
        step.group(1).equals("SCAN") && using == null
            ? "Table scan"
            : step.group(1).equals("SCAN") ? "Index scan" : "Search",
        step.group(2),
        using == null ? List.of() : List.of("using " + using),
        children);
  }

  private static Plan.Node step(
      String operation, String on, List<String> detail, List<Plan.Node> children) {
    return new Plan.Node(
        operation, on.isEmpty() ? null : on, detail, null, null, null, 1, null, children);
  }
}
