package dev.weir.spi.advise;

import java.util.List;

/**
 * What could not be looked at; it is not fine, it is not known.
 *
 * @param rules the codes of the rules that were left out
 * @param reason why, in a sentence
 * @param mend what would let them be checked, such as a GRANT or CREATE EXTENSION
 */
public record NotChecked(List<String> rules, String reason, String mend) {
  public NotChecked {
    rules = List.copyOf(rules);
  }
}
