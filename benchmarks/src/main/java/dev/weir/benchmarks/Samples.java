package dev.weir.benchmarks;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** What was measured round by round. */
final class Samples {
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

  int count() {
    return values.size();
  }
}
