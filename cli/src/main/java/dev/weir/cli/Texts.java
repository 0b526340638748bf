package dev.weir.cli;

/** Texts made to fit a line. */
final class Texts {
  private Texts() {}

  /** On one line, no longer than {@code width}, and without signs that would steer a terminal. */
  static String cut(String text, int width) {
    return shorten(text.replaceAll("\\s+", " ").replaceAll("[\\p{Cc}\\p{Cf}]", "·").strip(), width);
  }

  /** No longer than {@code width}. */
  static String shorten(String line, int width) {
    if (line.length() <= width) {
      return line;
    }
    int end = Math.max(0, width - 1);
    boolean half = end > 0 && Character.isHighSurrogate(line.charAt(end - 1));
    return line.substring(0, half ? end - 1 : end) + "…";
  }

  /** Filled up with spaces, or cut. */
  static String pad(String text, int width) {
    String fitting = cut(text, width);
    return fitting + " ".repeat(Math.max(0, width - fitting.length()));
  }

  static String padLeft(String text, int width) {
    String fitting = cut(text, width);
    return " ".repeat(Math.max(0, width - fitting.length())) + fitting;
  }
}
