package dev.weir.advisor.postgresql;

import dev.weir.api.Transaction;
import dev.weir.api.WeirException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Indexes that only the planner sees, by the extension hypopg. */
final class HypotheticalIndexes implements Laboratory {
  private final Transaction transaction;
  private final Map<String, Relation> relations;
  private final String schema;
  private final Map<Candidate, Double> sizes = new HashMap<>();

  HypotheticalIndexes(Transaction transaction, Map<String, Relation> relations) {
    this.transaction = transaction;
    this.relations = relations;
    this.schema =
        transaction
            .query(
                "select quote_ident(n.nspname) from pg_extension e join pg_namespace n on n.oid ="
                    + " e.extnamespace where e.extname = 'hypopg'")
            .first(row -> row.text(0))
            .orElseThrow();
  }

  @Override
  public String means() {
    return "hypopg";
  }

  @Override
  public String text(String statement) {
    return statement;
  }

  @Override
  public Set<String> make(Candidate candidate) {
    Set<String> names = new HashSet<>();
    double bytes = 0;
    for (String leaf : leaves(candidate)) {
      transaction.savepoint("weir_hypo");
      try {
        String create = "create index on " + leaf + " " + candidate.definition();
        record Made(String name, double bytes) {}
        Made made =
            transaction
                .query(
                    "select h.indexname, "
                        + schema
                        + ".hypopg_relation_size(h.indexrelid)::float8 from "
                        + schema
                        + ".hypopg_create_index("
                        + Names.literal(create)
                        + ") h")
                .first(row -> new Made(Look.text(row, 0), row.doubleAt(1)))
                .orElseThrow();
        names.add(made.name());
        bytes += made.bytes();
      } catch (WeirException impossible) {
        transaction.rollbackTo("weir_hypo");
      }
      transaction.release("weir_hypo");
    }
    sizes.put(candidate, bytes);
    return names;
  }

  private List<String> leaves(Candidate candidate) {
    return relations.values().stream()
        .filter(relation -> relation.root().equals(candidate.table()))
        .findFirst()
        .map(Relation::leaves)
        .orElse(List.of());
  }

  @Override
  public void clear() {
    transaction.query("select " + schema + ".hypopg_reset()").close();
  }

  @Override
  public double bytes(Candidate candidate) {
    return sizes.getOrDefault(candidate, 0.0);
  }

  @Override
  public void close() {
    clear();
  }
}
