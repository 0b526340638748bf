package dev.weir.engine.config;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The values that hold when layers are laid over each other, and who gave each. */
final class Values {
  private final Map<String, Given> effective = new LinkedHashMap<>();

  /** From layers of which an earlier one wins. */
  Values(List<Layer> layers) {
    for (Layer layer : layers) {
      layer.values().forEach(effective::putIfAbsent);
    }
  }

  @Nullable Given given(String path) {
    return effective.get(path);
  }

  boolean has(String path) {
    return effective.containsKey(path);
  }

  // The key table holds that each path has values of one class only.
  @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"})
  <T> @Nullable T find(String path) {
    Given given = effective.get(path);
    return given == null ? null : (T) given.value();
  }

  <T> T get(String path, T unless) {
    T found = find(path);
    return found == null ? unless : found;
  }

  /** The entries below {@code path}, by their names. */
  @SuppressWarnings("unchecked")
  <T> Map<String, T> entries(String path) {
    Map<String, T> entries = new LinkedHashMap<>();
    effective.forEach((key, given) -> {
      if (key.startsWith(path + ".")) {
        entries.put(key.substring(path.length() + 1), (T) given.value());
      }
    });
    return entries;
  }
}
