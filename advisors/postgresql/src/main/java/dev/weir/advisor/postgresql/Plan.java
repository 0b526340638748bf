package dev.weir.advisor.postgresql;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;

/**
 * What a plan tells of the tables it reads.
 *
 * @param cost of the whole, in the planner's units
 * @param tables by alias: schema and name, quoted where they must be
 * @param terms all conditions that an index could serve
 * @param conditions of columns with literals, that all rows that are read meet
 * @param orders sort keys, groups and extremes that an order could serve, each of one alias
 * @param indexes the indexes that it reads, by their plain names
 */
record Plan(
    double cost,
    Map<String, String> tables,
    List<Predicates.Term> terms,
    List<Predicates.Condition> conditions,
    List<Order> orders,
    Set<String> indexes) {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Pattern EXTREME = Pattern.compile("(?:max|min)\\((.*)\\)");

  /** Columns in an order, as an index would have them: {@code created_at DESC}. */
  record Order(String alias, List<String> keys) {}

  static Plan parse(String json) {
    JsonNode root = JSON.readTree(json).get(0).get("Plan");
    Plan plan =
        new Plan(
            root.get("Total Cost").asDouble(),
            new HashMap<>(),
            new ArrayList<>(),
            new ArrayList<>(),
            new ArrayList<>(),
            new LinkedHashSet<>());
    plan.walk(root);
    return plan;
  }

  private void walk(JsonNode node) {
    if (node.has("Relation Name") && node.has("Alias")) {
      String schema = node.has("Schema") ? node.get("Schema").asString() : "";
      String alias = Names.quote(node.get("Alias").asString());
      String table = Names.quote(schema) + "." + Names.quote(node.get("Relation Name").asString());
      tables.put(node.get("Alias").asString(), table);
      tables.put(alias, table);
      tables.put("\"" + node.get("Alias").asString().replace("\"", "\"\"") + "\"", table);
    }
    if (node.has("Index Name")) {
      indexes.add(node.get("Index Name").asString());
    }
    for (String field :
        List.of("Filter", "Index Cond", "Recheck Cond", "Hash Cond", "Merge Cond", "Join Filter")) {
      if (node.has(field)) {
        terms.addAll(Predicates.read(node.get(field).asString()));
      }
    }
    if (node.has("Filter")) {
      conditions.addAll(Predicates.conditions(node.get("Filter").asString()));
    }
    for (String field : List.of("Sort Key", "Group Key")) {
      if (node.has(field)) {
        order(node.get(field), field.equals("Sort Key"));
      }
    }
    if (node.has("Plans")) {
      node.get("Plans").forEach(this::walk);
    }
    if (node.get("Node Type").asString().equals("Aggregate") && node.has("Output")) {
      for (JsonNode output : node.get("Output")) {
        Matcher extreme = EXTREME.matcher(Predicates.strip(output.asString()));
        if (extreme.matches()) {
          single(extreme.group(1));
        }
      }
    }
  }

  private void single(String text) {
    String bare = Predicates.uncast(text);
    Matcher column = Predicates.COLUMN.matcher(bare);
    if (column.matches()) {
      orders.add(new Order(column.group(1), List.of(column.group(2))));
    } else if (bare.matches(Predicates.NAME) && Set.copyOf(tables.values()).size() == 1) {
      // Where there is one table, outputs do not name it.
      tables.keySet().forEach(alias -> orders.add(new Order(alias, List.of(bare))));
    }
  }

  /** Keys of one table, as far as they are columns; a direction matters only where they differ. */
  private void order(JsonNode keys, boolean sorted) {
    List<String> columns = new ArrayList<>();
    List<String> directions = new ArrayList<>();
    String alias = null;
    for (JsonNode key : keys) {
      String text = key.asString();
      String bare =
          text.replaceFirst("( COLLATE \"[^\"]*\")?( DESC| ASC)?( NULLS (FIRST|LAST))?$", "");
      Matcher column = Predicates.COLUMN.matcher(Predicates.strip(bare));
      if (!column.matches() || (alias != null && !alias.equals(column.group(1)))) {
        break;
      }
      alias = column.group(1);
      columns.add(column.group(2));
      Matcher direction = Pattern.compile("( DESC)?( NULLS (?:FIRST|LAST))?$").matcher(text);
      directions.add(sorted && direction.find() ? direction.group() : "");
    }
    if (alias == null) {
      return;
    }
    boolean alike =
        directions.stream().distinct().count() == 1
            && (directions.getFirst().isEmpty() || directions.getFirst().equals(" DESC"));
    List<String> ordered = new ArrayList<>();
    for (int i = 0; i < columns.size(); i++) {
      ordered.add(alike ? columns.get(i) : columns.get(i) + directions.get(i));
    }
    orders.add(new Order(alias, ordered));
  }
}
