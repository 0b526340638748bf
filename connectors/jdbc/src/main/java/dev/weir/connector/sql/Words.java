package dev.weir.connector.sql;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A table of ASCII words, found without regard to case in the middle of a text, with no copy. */
final class Words<V> {
  private final @Nullable String[] words;
  private final @Nullable Object[] values;
  private final int mask;

  Words(Map<String, V> entries) {
    int capacity = Integer.highestOneBit(entries.size() * 4);
    words = new @Nullable String[capacity];
    values = new @Nullable Object[capacity];
    mask = capacity - 1;
    entries.forEach(this::put);
  }

  private void put(String word, V value) {
    int hash = 0;
    for (int i = 0; i < word.length(); i++) {
      hash = hash(hash, word.charAt(i));
    }
    int slot = slot(hash);
    while (words[slot] != null) {
      slot = (slot + 1) & mask;
    }
    words[slot] = word;
    values[slot] = value;
  }

  /** The hash of a word that grows by a character. */
  static int hash(int hash, char c) {
    return hash * 31 + (c | 0x20);
  }

  private int slot(int hash) {
    return (hash ^ (hash >>> 15)) & mask;
  }

  /** Finds a word whose hash is not known yet. */
  @Nullable V find(String text, int start, int end) {
    int hash = 0;
    for (int i = start; i < end; i++) {
      hash = hash(hash, text.charAt(i));
    }
    return find(text, start, end, hash);
  }

  @SuppressWarnings("unchecked")
  @Nullable V find(String text, int start, int end, int hash) {
    for (int slot = slot(hash); ; slot = (slot + 1) & mask) {
      String word = words[slot];
      if (word == null) {
        return null;
      }
      if (same(word, text, start, end)) {
        return (V) values[slot];
      }
    }
  }

  private static boolean same(String word, String text, int start, int end) {
    if (word.length() != end - start) {
      return false;
    }
    for (int i = 0; i < word.length(); i++) {
      if (word.charAt(i) != lower(text.charAt(start + i))) {
        return false;
      }
    }
    return true;
  }

  /** As the engines fold the words of their grammar: ASCII only. */
  static char lower(char c) {
    return c >= 'A' && c <= 'Z' ? (char) (c + 32) : c;
  }
}
