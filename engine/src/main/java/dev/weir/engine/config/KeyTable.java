package dev.weir.engine.config;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** All keys of one thing that is configured, in the order of the reference page. */
final class KeyTable<O> {
  private final Map<String, Key<O>> byPath = new LinkedHashMap<>();
  private final Map<String, Key<O>> byAlias = new LinkedHashMap<>();
  private final Set<String> groups = new LinkedHashSet<>();

  KeyTable(List<Key<O>> keys) {
    for (Key<O> key : keys) {
      byPath.put(key.path(), key);
      key.aliases().forEach(alias -> byAlias.put(prefixOf(key.path()) + alias, key));
      for (int dot = key.path().indexOf('.'); dot > 0; dot = key.path().indexOf('.', dot + 1)) {
        groups.add(key.path().substring(0, dot));
      }
    }
  }

  /**
   * A key, and where it holds entries, the name of one.
   *
   * @param entry null when the path names the key itself
   */
  record Match<O>(Key<O> key, @Nullable String entry) {
    String path() {
      return entry == null ? key.path() : key.path() + "." + entry;
    }
  }

  Collection<Key<O>> keys() {
    return byPath.values();
  }

  Optional<Match<O>> find(String path) {
    Key<O> key = byPath.getOrDefault(path, byAlias.get(path));
    if (key != null) {
      return Optional.of(new Match<>(key, null));
    }
    for (int dot = path.indexOf('.'); dot > 0; dot = path.indexOf('.', dot + 1)) {
      Key<O> holder = byPath.get(path.substring(0, dot));
      if (holder != null && holder.type() instanceof ValueType.Entries) {
        return Optional.of(new Match<>(holder, path.substring(dot + 1)));
      }
    }
    return Optional.empty();
  }

  boolean isGroup(String path) {
    return groups.contains(path);
  }

  /** The names that may follow {@code group}, or stand at the top when it is empty. */
  List<String> namesIn(String group) {
    String prefix = group.isEmpty() ? "" : group + ".";
    Set<String> names = new LinkedHashSet<>();
    for (String path : byPath.keySet()) {
      if (path.startsWith(prefix)) {
        String rest = path.substring(prefix.length());
        names.add(rest.contains(".") ? rest.substring(0, rest.indexOf('.')) : rest);
      }
    }
    return new ArrayList<>(names);
  }

  /** All paths, for suggestions. */
  Set<String> paths() {
    return byPath.keySet();
  }

  /** A sentence that names what {@code path} probably meant. */
  @Nullable String suggestionFor(String path) {
    int dot = path.lastIndexOf('.');
    String group = dot < 0 ? "" : path.substring(0, dot);
    String last = path.substring(dot + 1);
    Optional<String> sibling = Nearest.suggestion(last, namesIn(group));
    Optional<String> anywhere = Nearest.suggestion(path, paths());
    Optional<String> elsewhere =
        byPath.keySet().stream()
            .filter(known -> known.endsWith("." + last))
            .findFirst()
            .map(known -> "Did you mean " + known + "?");
    Optional<String> synonym = Nearest.suggestion(last, paths());
    return sibling.or(() -> anywhere).or(() -> elsewhere).or(() -> synonym).orElse(null);
  }

  private static String prefixOf(String path) {
    return path.substring(0, path.lastIndexOf('.') + 1);
  }
}
