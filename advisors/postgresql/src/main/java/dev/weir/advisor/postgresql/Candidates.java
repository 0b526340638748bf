package dev.weir.advisor.postgresql;

import dev.weir.advisor.postgresql.Predicates.Kind;
import dev.weir.advisor.postgresql.Predicates.Term;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The indexes that could serve a plan: equalities first, then what orders or bounds. */
final class Candidates {
  private static final int WIDEST = 4;

  /** A column of more values than these is no state. */
  private static final double FEW_VALUES = 20;

  /** Rows that meet a condition are rare when they are so much fewer than a value has. */
  private static final double RARE = 0.25;

  /** Of a table, in bytes, from which on a BRIN index may be worth it. */
  private static final long LARGE = 64 << 20;

  private final Map<String, Relation> relations;
  private final boolean trigrams;

  /**
   * @param relations the tables worth an index, by schema and name
   * @param trigrams whether the extension is there that indexes pieces of texts
   */
  Candidates(Map<String, Relation> relations, boolean trigrams) {
    this.relations = relations;
    this.trigrams = trigrams;
  }

  Set<Candidate> of(Plan plan) {
    Set<Candidate> found = new LinkedHashSet<>();
    plan.tables()
        .forEach((alias, table) -> {
          Relation relation = relations.get(table);
          if (relation != null) {
            of(plan, alias, relation, found);
          }
        });
    return found;
  }

  private void of(Plan plan, String alias, Relation relation, Set<Candidate> found) {
    List<String> equal = keys(plan, alias, Kind.EQUAL, relation);
    List<String> join = keys(plan, alias, Kind.JOIN, relation);
    List<String> range = keys(plan, alias, Kind.RANGE, relation);
    for (Term term : plan.terms()) {
      if (term.arm() && term.alias().equals(alias)) {
        add(found, relation, List.of(term.key()));
      }
    }
    List<List<String>> ends = new ArrayList<>();
    range.forEach(each -> ends.add(List.of(each)));
    for (Plan.Order order : plan.orders()) {
      if (order.alias().equals(alias)) {
        ends.add(order.keys());
      }
    }
    for (List<String> single : singles(equal, join, range)) {
      add(found, relation, single);
    }
    add(found, relation, equal);
    for (List<String> end : ends) {
      add(found, relation, end);
      add(found, relation, joined(equal, end));
      for (String each : equal) {
        add(found, relation, joined(List.of(each), end));
      }
    }
    inParts(plan, alias, relation, found);
    ofSome(plan, alias, relation, equal, ends, found);
    if (relation.bytes() >= LARGE) {
      range.stream()
          .filter(relation.ordered()::contains)
          .forEach(each -> found.add(Candidate.by("brin", relation.root(), each)));
    }
    for (String each : join) {
      add(found, relation, joined(List.of(each), equal));
      add(found, relation, joined(equal, List.of(each)));
      for (List<String> end : ends) {
        add(found, relation, joined(List.of(each), end));
        add(found, relation, joined(joined(List.of(each), equal), end));
      }
    }
    if (join.size() > 1) {
      add(found, relation, join);
      for (List<String> end : ends) {
        add(found, relation, joined(join, end));
      }
    }
  }

  /** What is looked for within documents, arrays and texts. */
  private void inParts(Plan plan, String alias, Relation relation, Set<Candidate> found) {
    for (String key : keys(plan, alias, Kind.CONTAINS, relation)) {
      found.add(Candidate.by("gin", relation.root(), key + " jsonb_path_ops"));
      found.add(Candidate.by("gin", relation.root(), key));
    }
    if (trigrams) {
      for (String key : keys(plan, alias, Kind.PATTERN, relation)) {
        found.add(Candidate.by("gin", relation.root(), key + " gin_trgm_ops"));
      }
    }
  }

  /**
   * What holds the rows alone that meet a condition which stands in the statement. A value that is
   * one of many was an example; one that is rare among few, such as a state, is asked for always.
   */
  private static void ofSome(
      Plan plan,
      String alias,
      Relation relation,
      List<String> equal,
      List<List<String>> ends,
      Set<Candidate> found) {
    for (Predicates.Condition condition : plan.conditions()) {
      double values = condition.missing() ? 1 : relation.distinct(condition.key());
      boolean state = condition.missing() || (values >= 2 && values <= FEW_VALUES);
      if (!condition.alias().equals(alias) || !state) {
        continue;
      }
      List<String> others = equal.stream().filter(key -> !key.equals(condition.key())).toList();
      List<List<String>> all = new ArrayList<>();
      all.add(others);
      ends.forEach(end -> all.add(joined(others, end)));
      for (List<String> keys : all) {
        if (!keys.isEmpty() && keys.size() <= WIDEST && !keys.contains(condition.key())) {
          Candidate whole = new Candidate(relation.root(), keys);
          found.add(whole);
          found.add(whole.of(condition.text(), RARE / values));
        }
      }
    }
  }

  private static List<List<String>> singles(
      List<String> equal, List<String> join, List<String> range) {
    List<List<String>> all = new ArrayList<>();
    equal.forEach(each -> all.add(List.of(each)));
    join.forEach(each -> all.add(List.of(each)));
    range.forEach(each -> all.add(List.of(each)));
    return all;
  }

  /** The most selective first. */
  private static List<String> keys(Plan plan, String alias, Kind kind, Relation relation) {
    return plan.terms().stream()
        .filter(term -> term.alias().equals(alias) && term.kind() == kind && !term.arm())
        .map(Term::key)
        .distinct()
        .sorted(Comparator.comparingDouble((String key) -> -relation.distinct(key)))
        .toList();
  }

  private static List<String> joined(List<String> first, List<String> then) {
    List<String> all = new ArrayList<>(first);
    for (String key : then) {
      String bare = key.replaceFirst(" (DESC|ASC|NULLS).*$", "");
      if (!all.contains(bare)) {
        all.add(key);
      }
    }
    return all;
  }

  private static void add(Set<Candidate> found, Relation relation, List<String> keys) {
    if (!keys.isEmpty() && keys.size() <= WIDEST && !relation.served(keys)) {
      found.add(new Candidate(relation.root(), keys));
    }
  }
}
