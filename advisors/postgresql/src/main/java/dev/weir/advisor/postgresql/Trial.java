package dev.weir.advisor.postgresql;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;

/** Tries candidates on the statements of a workload, and chooses the few that are worth it. */
final class Trial {
  /** A statement gains when it loses at least this share of its cost. */
  private static final double SHARE = 0.5;

  /** A wider index is better when a statement loses at least this share by it. */
  private static final double WIDER = 0.25;

  /** Cheaper statements have nothing to gain. */
  private static final double COST = 50;

  private static final int MOST_PAIRED = 6;

  /** A lighter index may save so much less. */
  private static final double NEARLY = 0.97;

  /** Seconds a day; less is not worth an index. */
  private static final double WORTH = 1;

  /** Seconds that a unit of the planner's cost takes, where nobody measured. */
  private static final double SECONDS_OF_COST = 10e-6;

  /**
   * Seconds that it takes at most: what was counted may be from before the last index was built.
   */
  private static final double MOST_SECONDS_OF_COST = 30e-6;

  private final Explain explain;
  private final Laboratory laboratory;
  private final Collection<Seen> statements;
  private final ToDoubleFunction<Candidate> writes;
  private final Map<Seen, Double> base = new HashMap<>();

  Trial(
      Explain explain,
      Laboratory laboratory,
      Collection<Seen> statements,
      ToDoubleFunction<Candidate> writes) {
    this.explain = explain;
    this.laboratory = laboratory;
    this.statements = statements;
    this.writes = writes;
  }

  /**
   * An index that is worth it.
   *
   * @param seconds saved a day, less what writes cost
   * @param gains the statements that gain, the one that gains most first
   */
  record Choice(Candidate candidate, double seconds, List<Gained> gains) {}

  /** A statement, and its cost without and with the index. */
  record Gained(Seen statement, double before, double after) {}

  List<Choice> choose(Set<Candidate> candidates, int most) {
    base.putAll(costs(Set.of(), new HashSet<>(), statements));
    Set<Candidate> finalists = finalists(candidates);
    Set<Candidate> chosen = new LinkedHashSet<>();
    Map<Seen, Double> current = new HashMap<>(base);
    while (chosen.size() < most) {
      Map<Candidate, Map<Seen, Double>> tried = new LinkedHashMap<>();
      for (Candidate each : finalists) {
        if (!chosen.contains(each)) {
          tried.put(each, with(chosen, each));
        }
      }
      Candidate best = best(tried, current);
      if (best != null) {
        chosen.add(best);
        current = tried.getOrDefault(best, current);
        continue;
      }
      List<Candidate> both = pair(finalists, chosen, current);
      if (both.isEmpty()) {
        break;
      }
      chosen.addAll(both);
      current = with(chosen, null);
    }
    return kept(chosen, current);
  }

  /** The one that saves most, or a narrower one that leaves nothing to gain by the wider. */
  private @Nullable Candidate best(
      Map<Candidate, Map<Seen, Double>> tried, Map<Seen, Double> current) {
    Candidate best = null;
    double most = 0;
    for (Map.Entry<Candidate, Map<Seen, Double>> each : tried.entrySet()) {
      double score = score(each.getKey(), current, each.getValue());
      if (score > most) {
        best = each.getKey();
        most = score;
      }
    }
    if (best == null) {
      return null;
    }
    Map<Seen, Double> reached = tried.getOrDefault(best, current);
    for (int width = 1; width < best.keys().size(); width++) {
      for (Map.Entry<Candidate, Map<Seen, Double>> each : tried.entrySet()) {
        if (each.getKey().keys().size() == width
            && each.getKey().table().equals(best.table())
            && score(each.getKey(), current, each.getValue()) > 0
            && !wider(each.getValue(), reached)) {
          return lighter(each.getKey(), tried, current);
        }
      }
    }
    return lighter(best, tried, current);
  }

  /** One that saves as much, but for a little, and takes a quarter of the room or less. */
  private Candidate lighter(
      Candidate best, Map<Candidate, Map<Seen, Double>> tried, Map<Seen, Double> current) {
    double most = score(best, current, tried.getOrDefault(best, current));
    Candidate lightest = best;
    double least = laboratory.bytes(best) / 4;
    for (Map.Entry<Candidate, Map<Seen, Double>> each : tried.entrySet()) {
      double bytes = laboratory.bytes(each.getKey());
      if (each.getKey().special()
          && each.getKey().table().equals(best.table())
          && bytes > 0
          && bytes <= least
          && score(each.getKey(), current, each.getValue()) >= most * NEARLY) {
        lightest = each.getKey();
        least = bytes;
      }
    }
    return lightest;
  }

  private boolean wider(Map<Seen, Double> narrow, Map<Seen, Double> wide) {
    for (Seen each : statements) {
      Double before = narrow.get(each);
      Double after = wide.get(each);
      if (before != null && after != null && before >= COST && after <= before * (1 - WIDER)) {
        return true;
      }
    }
    return false;
  }

  /** Two that help together and not alone, as for conditions joined by OR. */
  private List<Candidate> pair(
      Set<Candidate> finalists, Set<Candidate> chosen, Map<Seen, Double> current) {
    List<Candidate> open =
        finalists.stream().filter(each -> !chosen.contains(each)).limit(MOST_PAIRED).toList();
    for (Candidate one : open) {
      for (Candidate other : open) {
        if (one != other && one.table().equals(other.table())) {
          Set<Candidate> both = new LinkedHashSet<>(chosen);
          both.add(one);
          if (score(one, current, with(both, other)) - writes.applyAsDouble(other) >= WORTH) {
            return List.of(one, other);
          }
        }
      }
    }
    return List.of();
  }

  private Set<Candidate> finalists(Set<Candidate> candidates) {
    Map<Candidate, Set<String>> names = new HashMap<>();
    for (Candidate each : candidates) {
      names.put(each, laboratory.make(each));
    }
    Set<String> used = new HashSet<>();
    for (Seen each : statements) {
      explain
          .plan(each, laboratory.text(each.text()))
          .ifPresent(plan -> used.addAll(plan.indexes()));
    }
    laboratory.clear();
    Set<Candidate> finalists = new LinkedHashSet<>();
    for (Candidate each : candidates) {
      Set<String> made = names.getOrDefault(each, Set.of());
      if (laboratory.bytes(each) > each.share() * laboratory.bytes(each.whole())) {
        continue;
      }
      // A special one may stand in the shadow of a B-tree that costs much more to keep.
      if (made.stream().anyMatch(used::contains) || (each.special() && !made.isEmpty())) {
        finalists.add(each);
      }
    }
    for (Candidate each : candidates) {
      if (List.copyOf(finalists).stream().anyMatch(each::prefixOf)) {
        finalists.add(each);
      }
    }
    return finalists;
  }

  private Map<Seen, Double> with(Set<Candidate> chosen, @Nullable Candidate more) {
    Set<Candidate> all = new LinkedHashSet<>(chosen);
    if (more != null) {
      all.add(more);
    }
    return costs(all, new HashSet<>(), statements);
  }

  private Map<Seen, Double> costs(Set<Candidate> made, Set<String> used, Collection<Seen> asked) {
    made.forEach(laboratory::make);
    Map<Seen, Double> costs = new HashMap<>();
    for (Seen each : asked) {
      explain
          .plan(each, laboratory.text(each.text()))
          .ifPresent(plan -> {
            costs.put(each, plan.cost());
            used.addAll(plan.indexes());
          });
    }
    if (!made.isEmpty()) {
      laboratory.clear();
    }
    return costs;
  }

  /** Seconds a day that are saved by going from one to the other. */
  private double saved(Seen statement, double before, double after) {
    double whole = base.getOrDefault(statement, before);
    double seconds =
        statement.seconds() > 0
            ? Math.min(statement.seconds(), whole * MOST_SECONDS_OF_COST)
            : whole * SECONDS_OF_COST;
    return statement.calls() * seconds * (before - after) / Math.max(whole, 1);
  }

  private double score(Candidate candidate, Map<Seen, Double> before, Map<Seen, Double> after) {
    double sum = 0;
    boolean gains = false;
    for (Seen each : statements) {
      Double old = before.get(each);
      Double now = after.get(each);
      if (old != null && now != null) {
        sum += saved(each, old, now);
        gains |= gains(old, now);
      }
    }
    double score = sum - writes.applyAsDouble(candidate);
    return gains && score >= WORTH ? score : 0;
  }

  private static boolean gains(double before, double after) {
    return before >= COST && before - after >= before * SHARE;
  }

  /** Without those that the others have made needless. */
  private List<Choice> kept(Set<Candidate> chosen, Map<Seen, Double> all) {
    Set<Candidate> kept = new LinkedHashSet<>(chosen);
    Map<Seen, Double> current = all;
    for (Candidate each : chosen) {
      Set<Candidate> others = new LinkedHashSet<>(kept);
      others.remove(each);
      Map<Seen, Double> without = with(others, null);
      double lost = score(each, without, current);
      double whole = score(each, base, with(Set.of(), each));
      if (lost < 0.1 * whole || lost == 0) {
        kept.remove(each);
        current = without;
      }
    }
    List<Choice> choices = new ArrayList<>();
    for (Candidate each : kept) {
      Set<Candidate> others = new LinkedHashSet<>(kept);
      others.remove(each);
      Map<Seen, Double> without = with(others, null);
      choices.add(choice(each, without, current));
    }
    return choices;
  }

  private Choice choice(Candidate candidate, Map<Seen, Double> before, Map<Seen, Double> after) {
    laboratory.make(candidate); // its size
    laboratory.clear();
    List<Gained> gained = new ArrayList<>();
    double sum = -writes.applyAsDouble(candidate);
    for (Seen each : statements) {
      Double old = before.get(each);
      Double now = after.get(each);
      if (old != null && now != null && gains(old, now)) {
        gained.add(new Gained(each, old, now));
        sum += saved(each, old, now);
      }
    }
    gained.sort(
        java.util.Comparator.comparingDouble(
            each -> -saved(each.statement(), each.before(), each.after())));
    return new Choice(candidate, sum, gained);
  }
}
