package dev.weir.advisor.postgresql;

import java.util.regex.Pattern;

/**
 * A statement of the workload.
 *
 * @param calls in a day
 * @param seconds that one takes in the mean; 0 when nobody measured
 * @param counted true when the server counted the calls
 */
record Seen(String text, double calls, double seconds, boolean counted) {
  private static final Pattern PARAMETER = Pattern.compile("\\$(\\d+)");

  /** The highest number of a parameter. */
  int parameters() {
    return PARAMETER
        .matcher(Predicates.withoutStrings(text))
        .results()
        .mapToInt(found -> Integer.parseInt(found.group(1)))
        .max()
        .orElse(0);
  }
}
