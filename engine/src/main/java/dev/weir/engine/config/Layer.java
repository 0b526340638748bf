package dev.weir.engine.config;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What one source says about one thing, by path; entries are apart: {@code tags.team}. */
final class Layer {
  private final Place place;
  private final Map<String, Given> values = new LinkedHashMap<>();

  Layer(Place place) {
    this.place = place;
  }

  /** Where it begins. */
  Place place() {
    return place;
  }

  Map<String, Given> values() {
    return values;
  }

  @Nullable Given find(String path) {
    return values.get(path);
  }

  /** The value of a path that is known to be there. */
  Object get(String path) {
    return Objects.requireNonNull(values.get(path), path).value();
  }

  boolean has(String path) {
    return values.containsKey(path);
  }

  /** Puts a value; one that consists of entries is put entry by entry. */
  void put(String path, Given given) {
    if (given.value() instanceof Map<?, ?> entries) {
      entries.forEach((name, value) ->
          values.put(path + "." + name, new Given(value, given.source(), given.literal())));
    } else {
      values.put(path, given);
    }
  }
}
