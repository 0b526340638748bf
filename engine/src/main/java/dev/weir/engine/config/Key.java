package dev.weir.engine.config;

import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * One thing that can be configured: parsing, explaining, writing, the schema and the reference page
 * all follow from this.
 *
 * @param path dashed, and read like a path: {@code pool.max-size}
 * @param aliases other names of its last part
 * @param read its value in what was built; null where it is not set. A key that steers the reading
 *     itself ({@code base}, {@code url}) always answers null.
 * @param meaning one or two sentences for the reference page
 */
record Key<O>(
    String path,
    List<String> aliases,
    ValueType type,
    Function<O, @Nullable Object> read,
    String meaning) {

  /** As it appears in the name of a variable: {@code POOL_MAX_SIZE}. */
  String variable() {
    return asVariable(path);
  }

  static String asVariable(String words) {
    return words.toUpperCase(Locale.ROOT).replaceAll("[^A-Z0-9]", "_");
  }

  boolean isSecret() {
    return type instanceof ValueType.Hidden;
  }

  /** A value as it may be shown. */
  String show(@Nullable Object value) {
    return value == null ? "" : isSecret() ? "***" : type.render(value);
  }
}
