package dev.weir.engine.config;

import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Finds the name that somebody probably meant. */
final class Nearest {
  /** What other systems call it. */
  private static final Map<String, String> SYNONYMS =
      Map.ofEntries(
          Map.entry("username", "user"),
          Map.entry("login", "user"),
          Map.entry("hostname", "host"),
          Map.entry("address", "host"),
          Map.entry("endpoint", "host"),
          Map.entry("dbname", "database"),
          Map.entry("file", "database"),
          Map.entry("engine", "type"),
          Map.entry("driver", "type"),
          Map.entry("uri", "url"),
          Map.entry("jdbcurl", "url"),
          Map.entry("connectionstring", "url"),
          Map.entry("pass", "password"),
          Map.entry("secret", "password"),
          Map.entry("ssl", "tls"),
          Map.entry("sslmode", "tls.mode"),
          Map.entry("cert", "certificate"),
          Map.entry("template", "base"),
          Map.entry("extends", "base"),
          Map.entry("inherits", "base"),
          Map.entry("<<", "base"),
          Map.entry("options", "parameters"),
          Map.entry("properties", "parameters"),
          Map.entry("timeout", "timeouts"),
          Map.entry("labels", "tags"),
          Map.entry("flags", "features"));

  private Nearest() {}

  /** A sentence that names the nearest of {@code known}, or empty when none is near. */
  static Optional<String> suggestion(String word, Collection<String> known) {
    return to(word, known).map(near -> "Did you mean " + near + "?");
  }

  static Optional<String> to(String word, Collection<String> known) {
    String plain = plain(word);
    String synonym = SYNONYMS.get(word.equals("<<") ? word : plain);
    if (synonym != null && known.contains(synonym)) {
      return Optional.of(synonym);
    }
    int allowed = Math.max(1, plain.length() / 3);
    return known.stream()
        .filter(candidate -> distance(plain, plain(candidate)) <= allowed)
        .min(
            Comparator.<String>comparingInt(candidate -> distance(plain, plain(candidate)))
                .thenComparing(Comparator.naturalOrder()));
  }

  private static String plain(String word) {
    return word.toLowerCase(Locale.ROOT).replaceAll("[-_ ]", "");
  }

  /** How many letters must be added, removed, changed or swapped with their neighbour. */
  private static int distance(String a, String b) {
    int[][] cost = new int[a.length() + 1][b.length() + 1];
    for (int i = 0; i <= a.length(); i++) {
      for (int j = 0; j <= b.length(); j++) {
        cost[i][j] = i == 0 || j == 0 ? i + j : step(cost, a, b, i, j);
      }
    }
    return cost[a.length()][b.length()];
  }

  private static int step(int[][] cost, String a, String b, int i, int j) {
    int change = a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1;
    int best = Math.min(Math.min(cost[i - 1][j], cost[i][j - 1]) + 1, cost[i - 1][j - 1] + change);
    boolean swapped =
        i > 1 && j > 1 && a.charAt(i - 1) == b.charAt(j - 2) && a.charAt(i - 2) == b.charAt(j - 1);
    return swapped ? Math.min(best, cost[i - 2][j - 2] + 1) : best;
  }
}
