package dev.weir.engine.config;

import java.util.Locale;

/** Numbers of bytes a second, written as {@code 500kB}, {@code 20MB/s} or {@code 1000000}. */
public final class Rates {
  static final String PATTERN = "[0-9]{1,9}\\s*([kKmMgG]?[bB])?(/s)?";

  private Rates() {}

  /**
   * Reads a rate; a thousand is a thousand.
   *
   * @throws IllegalArgumentException with a sentence for the user
   */
  public static long parse(String text) {
    String word = text.strip();
    if (!word.matches(PATTERN)) {
      throw new IllegalArgumentException("This must be a rate such as 500kB, 20MB or 1GB.");
    }
    long number = Long.parseLong(word.replaceAll("[^0-9]", ""));
    String unit = word.replaceAll("/s|[0-9\\s]", "").toLowerCase(Locale.ROOT);
    return switch (unit) {
      case "kb" -> number * 1_000;
      case "mb" -> number * 1_000_000;
      case "gb" -> number * 1_000_000_000;
      default -> number;
    };
  }
}
