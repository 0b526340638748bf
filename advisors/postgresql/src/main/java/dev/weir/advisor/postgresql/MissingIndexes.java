package dev.weir.advisor.postgresql;

import dev.weir.api.Transaction;
import dev.weir.api.TransactionOptions;
import dev.weir.spi.NotChecked;
import dev.weir.spi.advise.Advice;
import dev.weir.spi.advise.Gain;
import dev.weir.spi.advise.Remedy;
import dev.weir.spi.advise.Sample;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Finds indexes that real statements would use: what could serve their plans is tried in a
 * laboratory, and the fewest that help most are kept.
 */
final class MissingIndexes {
  private static final Duration TIMEOUT = Duration.ofMinutes(10);
  private static final int MOST_CANDIDATES = 120;
  private static final int MOST_CHOSEN = 12;

  private final Look look;
  private final Report report;
  private final Map<String, Relation> relations;
  private final Map<Seen, Plan> plans = new LinkedHashMap<>();
  private final Set<String> used = new HashSet<>();

  MissingIndexes(Look look, Report report) {
    this.look = look;
    this.report = report;
    this.relations = Relation.all(look);
  }

  /**
   * @return the plain names of indexes that statements use now
   */
  Set<String> check(List<Sample> samples, boolean scratch) {
    Workload workload = Workload.of(look, samples, report, PostgresqlRules.INDEX_MISSING);
    List<Seen> statements = workload.statements();
    if (statements.isEmpty()) {
      return used;
    }
    try (Transaction transaction =
        look.database().begin(TransactionOptions.DEFAULT.timeout(TIMEOUT))) {
      Explain explain = new Explain(transaction);
      Set<Candidate> candidates = candidates(explain, statements);
      tryAll(transaction, explain, candidates, scratch);
    }
    return used;
  }

  private Set<Candidate> candidates(Explain explain, List<Seen> statements) {
    Candidates possible = new Candidates(relations, Tables.installed(look, "pg_trgm"));
    Set<Candidate> candidates = new LinkedHashSet<>();
    for (Seen each : statements) {
      Optional<Plan> plan = explain.plan(each, each.text());
      if (plan.isEmpty()) {
        continue;
      }
      used.addAll(plan.get().indexes());
      Set<Candidate> found = possible.of(plan.get());
      if (!found.isEmpty()) {
        plans.put(each, plan.get());
        found.stream().filter(_ -> candidates.size() < MOST_CANDIDATES).forEach(candidates::add);
      }
    }
    if (explain.unplanned() > 0) {
      report.add(
          new NotChecked(
              PostgresqlRules.INDEX_MISSING.code(),
              "%d of %d statements could not be planned as they are counted."
                  .formatted(explain.unplanned(), statements.size()),
              "give them with their values by --statements FILE"));
    }
    return candidates;
  }

  /** By hypopg where it is installed, which knows no GIN; on copies otherwise. */
  private void tryAll(
      Transaction transaction, Explain explain, Set<Candidate> candidates, boolean scratch) {
    boolean hypopg = Tables.installed(look, "hypopg");
    Set<Candidate> hypothetical = new LinkedHashSet<>();
    Set<Candidate> copied = new LinkedHashSet<>();
    for (Candidate each : candidates) {
      (hypopg && !each.method().equals("gin") ? hypothetical : copied).add(each);
    }
    if (!hypothetical.isEmpty()) {
      tryOut(explain, new HypotheticalIndexes(transaction, relations), hypothetical);
    }
    if (!copied.isEmpty()) {
      copy(transaction, copied, scratch)
          .ifPresent(laboratory -> tryOut(explain, laboratory, copied));
    }
  }

  private Optional<Laboratory> copy(
      Transaction transaction, Set<Candidate> candidates, boolean scratch) {
    boolean temporary =
        look.rows(
                "select has_database_privilege(current_database(), 'TEMP') and not"
                    + " pg_is_in_recovery()",
                row -> row.booleanAt(0))
            .getFirst();
    if (!scratch || !temporary) {
      report.add(
          new NotChecked(
              PostgresqlRules.INDEX_MISSING.code(),
              "Candidates were found and could not be tried: "
                  + (scratch ? "temporary tables may not be made." : "no scratch copy is allowed."),
              "CREATE EXTENSION hypopg"));
      return Optional.empty();
    }
    Set<String> tables = new HashSet<>();
    candidates.forEach(each -> tables.add(each.table()));
    List<Relation> copied =
        relations.values().stream().filter(each -> tables.contains(each.root())).toList();
    return Optional.of(new ScratchCopy(transaction, copied));
  }

  private void tryOut(Explain explain, Laboratory laboratory, Set<Candidate> candidates) {
    try {
      Trial trial = new Trial(explain, laboratory, plans.keySet(), this::writes);
      for (Trial.Choice choice : trial.choose(candidates, MOST_CHOSEN)) {
        report.add(advice(laboratory, choice));
      }
    } finally {
      laboratory.close();
    }
  }

  /** What writes to its table would cost a day, in seconds. */
  private double writes(Candidate candidate) {
    return relations.values().stream()
            .filter(relation -> relation.root().equals(candidate.table()))
            .mapToDouble(Relation::writes)
            .sum()
        * IndexChecks.SECONDS_OF_WRITE;
  }

  private Advice advice(Laboratory laboratory, Trial.Choice choice) {
    Candidate candidate = choice.candidate();
    Evidence evidence =
        Evidence.of("tried by", laboratory.means())
            .and("statements that gain", (long) choice.gains().size());
    int number = 1;
    for (Trial.Gained each : choice.gains().stream().limit(3).toList()) {
      evidence
          .and("statement " + number, shortened(each.statement().text()))
          .and(
              "cost " + number,
              "%.0f -> %.0f, %.0f times a day%s"
                  .formatted(
                      each.before(),
                      each.after(),
                      each.statement().calls(),
                      each.statement().counted() ? "" : " (assumed)"));
      number++;
    }
    evidence
        .bytes("size of the index, about", laboratory.bytes(candidate))
        .and("cost of its writes, s/day", writes(candidate));
    Trial.Gained best = choice.gains().getFirst();
    return new Advice(
        PostgresqlRules.INDEX_MISSING,
        candidate.table() + " " + candidate.definition(),
        Gain.seconds(choice.seconds()),
        evidence.facts(),
        "An index on %s %s makes %s cheaper, one of them %.0f times."
            .formatted(
                candidate.table(),
                candidate.definition(),
                choice.gains().size() == 1 ? "a statement" : choice.gains().size() + " statements",
                Math.max(1, best.before() / Math.max(best.after(), 0.01))),
        remedy(candidate),
        choice.gains().stream().map(each -> each.statement().text()).limit(5).toList());
  }

  private static String shortened(String text) {
    String line = Predicates.withoutStrings(text).replaceAll("\\s+", " ");
    return line.length() > 160 ? line.substring(0, 159) + "…" : line;
  }

  private Remedy remedy(Candidate candidate) {
    Relation relation =
        relations.values().stream()
            .filter(each -> each.root().equals(candidate.table()))
            .findFirst()
            .orElseThrow();
    String schema = schema(candidate.table());
    String name = name(candidate.table(), candidate);
    String on = " " + candidate.definition();
    String whole = schema + "." + name;
    if (!relation.partitioned()) {
      return Remedy.of(
              List.of("CREATE INDEX CONCURRENTLY " + name + " ON " + candidate.table() + on),
              List.of("DROP INDEX CONCURRENTLY " + whole))
          .building(whole);
    }
    List<String> commands = new ArrayList<>();
    commands.add("CREATE INDEX " + name + " ON ONLY " + candidate.table() + on);
    for (String leaf : relation.leaves()) {
      String part = name(leaf, candidate);
      commands.add("CREATE INDEX CONCURRENTLY " + part + " ON " + leaf + on);
      commands.add("ALTER INDEX " + whole + " ATTACH PARTITION " + schema(leaf) + "." + part);
    }
    return Remedy.of(commands, List.of("DROP INDEX " + whole)).building(whole);
  }

  private static String name(String table, Candidate candidate) {
    return Names.index(
        unquoted(table.substring(schema(table).length() + 1)),
        candidate.columns() + candidate.where());
  }

  private static String unquoted(String name) {
    return name.startsWith("\"")
        ? name.substring(1, name.length() - 1).replace("\"\"", "\"")
        : name;
  }

  private static String schema(String table) {
    int end = table.startsWith("\"") ? closing(table) : table.indexOf('.');
    return table.substring(0, end);
  }

  private static int closing(String table) {
    int at = 1;
    while (table.charAt(at) != '"' || table.startsWith("\"\"", at)) {
      at += table.startsWith("\"\"", at) ? 2 : 1;
    }
    return at + 1;
  }
}
