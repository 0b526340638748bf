package dev.weir.spi;

/**
 * What an engine is spoken to in. Pure and thread-safe; the engine keeps what it answers by text.
 */
@FunctionalInterface
public interface Language {
  /** Reads a text; never throws for a bad one but says so in the answer. */
  Understanding understand(String text);
}
