package dev.weir.spi;

import java.util.List;

/**
 * A text cut into statements.
 *
 * @param statements those that have ended, in order, without what separates them
 * @param rest what follows the last separator; blank where everything has ended
 * @param open true when more text may be meant to follow: a statement, a literal or a comment has
 *     no end yet
 */
public record Script(List<String> statements, String rest, boolean open) {
  public Script {
    statements = List.copyOf(statements);
  }

  /** All statements, one without its separator at the end of the text included. */
  public List<String> all() {
    if (rest.isBlank()) {
      return statements;
    }
    List<String> all = new java.util.ArrayList<>(statements);
    all.add(rest.strip());
    return all;
  }
}
