package dev.weir.spi.advise;

/**
 * One kind of advice that an advisor can give; the guide describes each.
 *
 * @param code stable and dashed, such as {@code index-unused}
 * @param title what is found, in a few words
 * @param meaning what it means, in a sentence
 * @param risk what the remedy may do besides, in a sentence
 */
public record Rule(String code, Severity severity, String title, String meaning, String risk) {
  public Rule {
    if (!code.matches("[a-z0-9]+(-[a-z0-9]+)*")) {
      throw new IllegalArgumentException("No code of a rule: " + code);
    }
  }
}
