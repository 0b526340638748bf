package dev.weir.cli;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Times as people tell them: {@code 0.4 s}, {@code 12 s}, {@code 3 min 20 s}, {@code 2 d 4 h}. */
final class Ages {
  private Ages() {}

  static String text(@Nullable Duration age) {
    if (age == null) {
      return "";
    }
    long seconds = age.toSeconds();
    if (seconds < 10) {
      return String.format(java.util.Locale.ROOT, "%.1f s", age.toMillis() / 1000.0);
    }
    if (seconds < 60) {
      return seconds + " s";
    }
    if (seconds < 3600) {
      return seconds / 60 + " min " + seconds % 60 + " s";
    }
    return seconds < 86_400
        ? seconds / 3600 + " h " + seconds % 3600 / 60 + " min"
        : seconds / 86_400 + " d " + seconds % 86_400 / 3600 + " h";
  }

  /** A span of one run: {@code 0.21 ms}, {@code 12.4 ms}, {@code 1.32 s}. */
  static String run(double seconds) {
    double millis = seconds * 1000;
    if (millis < 10) {
      return String.format(java.util.Locale.ROOT, "%.2f ms", millis);
    }
    if (millis < 1000) {
      return String.format(java.util.Locale.ROOT, "%.0f ms", millis);
    }
    return seconds < 100
        ? String.format(java.util.Locale.ROOT, "%.2f s", seconds)
        : text(Duration.ofSeconds(Math.round(seconds)));
  }

  static @Nullable Double seconds(@Nullable Duration age) {
    return age == null ? null : age.toMillis() / 1000.0;
  }
}
