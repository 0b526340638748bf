package dev.weir.benchmarks;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.SplittableRandom;

/** What was measured round by round. */
final class Samples {
  private static final int DRAWS = 10_000;

  private final List<Double> values = new ArrayList<>();

  void add(double value) {
    values.add(value);
  }

  double median() {
    return quantile(0.5);
  }

  /** The value below which {@code share} (0 to 1) of the samples lie, between neighbours linear. */
  double quantile(double share) {
    List<Double> sorted = new ArrayList<>(values);
    Collections.sort(sorted);
    double place = share * (sorted.size() - 1);
    int below = (int) place;
    int above = Math.min(below + 1, sorted.size() - 1);
    return sorted.get(below) + (place - below) * (sorted.get(above) - sorted.get(below));
  }

  /** Round by round what these are of {@code others}. */
  Samples ratios(Samples others) {
    Samples ratios = new Samples();
    for (int i = 0; i < values.size(); i++) {
      ratios.add(values.get(i) / others.values.get(i));
    }
    return ratios;
  }

  /** Round by round what these are more than {@code others}. */
  Samples differences(Samples others) {
    Samples differences = new Samples();
    for (int i = 0; i < values.size(); i++) {
      differences.add(values.get(i) - others.values.get(i));
    }
    return differences;
  }

  /** Round by round what these are of the mean of the others' rounds before and after. */
  Samples ratiosBetween(Samples others) {
    Samples ratios = new Samples();
    for (int i = 0; i < values.size(); i++) {
      ratios.add(2 * values.get(i) / (others.values.get(i) + others.values.get(i + 1)));
    }
    return ratios;
  }

  Samples and(Samples more) {
    Samples all = new Samples();
    all.values.addAll(values);
    all.values.addAll(more.values);
    return all;
  }

  double mean() {
    return values.stream().mapToDouble(each -> each).average().orElse(Double.NaN);
  }

  /**
   * Means of samples drawn from these with replacement, whose quantiles bound the true mean
   * (bootstrap); the same each time.
   */
  Samples means() {
    SplittableRandom random = new SplittableRandom(4);
    Samples means = new Samples();
    for (int draw = 0; draw < DRAWS; draw++) {
      double sum = 0;
      for (int i = 0; i < values.size(); i++) {
        sum += values.get(random.nextInt(values.size()));
      }
      means.add(sum / values.size());
    }
    return means;
  }

  int count() {
    return values.size();
  }
}
