package dev.weir.backup.redis;

import java.util.Comparator;

/** The first two numbers of a version, by which the form of values changes. */
record Series(int major, int minor) implements Comparable<Series> {
  private static final Comparator<Series> ORDER =
      Comparator.comparingInt(Series::major).thenComparingInt(Series::minor);

  static Series of(String version) {
    String[] parts = version.split("[^0-9]+");
    return parts.length < 2
        ? new Series(0, 0)
        : new Series(Integer.parseInt(parts[0]), Integer.parseInt(parts[1]));
  }

  @Override
  public int compareTo(Series other) {
    return ORDER.compare(this, other);
  }
}
