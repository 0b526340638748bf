package dev.weir.spi;

/**
 * What an engine is spoken to in. Pure and thread-safe; the engine keeps what it answers by text.
 */
@FunctionalInterface
public interface Language {
  /** Reads a text; never throws for a bad one but says so in the answer. */
  Understanding understand(String text);

  /** Cuts a text into statements; in a language without separators each line is one. */
  default Script split(String text) {
    return new Script(
        text.lines().map(String::strip).filter(line -> !line.isEmpty()).toList(), "", false);
  }
}
