package dev.weir.engine.config;

import dev.weir.api.Definition;
import dev.weir.api.Secret;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * The differences between two catalogs.
 *
 * @param added definitions that are new
 * @param removed definitions that are gone
 * @param changed those that differ, in the order of the new catalog
 */
public record ConfigDiff(List<Definition> added, List<Definition> removed, List<Changed> changed) {
  public ConfigDiff {
    added = List.copyOf(added);
    removed = List.copyOf(removed);
    changed = List.copyOf(changed);
  }

  /** A database that differs, and in what. */
  public record Changed(Definition before, Definition after, List<Change> changes) {
    public Changed {
      changes = List.copyOf(changes);
    }

    public String name() {
      return after.name();
    }

    /** True when only keys with one of these beginnings differ, such as {@code pool.}. */
    public boolean onlyIn(String... beginnings) {
      return changes.stream()
          .allMatch(change -> List.of(beginnings).stream().anyMatch(change.path()::startsWith));
    }
  }

  /**
   * One key that differs.
   *
   * @param before as it may be shown; null when it was not set
   * @param after as it may be shown; null when it is not set any more
   */
  public record Change(String path, @Nullable String before, @Nullable String after) {
    /** {@code pool.max-size: 10 → 20}. */
    @Override
    public String toString() {
      return path
          + ": "
          + (before == null ? "(not set)" : before)
          + " → "
          + (after == null ? "(not set)" : after);
    }
  }

  public static ConfigDiff between(Catalog before, Catalog after) {
    List<Definition> added = new ArrayList<>();
    List<Definition> removed = new ArrayList<>();
    List<Changed> changed = new ArrayList<>();
    Set<String> names = new LinkedHashSet<>(after.databases().keySet());
    names.addAll(before.databases().keySet());
    for (String name : names) {
      Optional<Definition> old = before.find(name);
      Optional<Definition> now = after.find(name);
      if (old.isEmpty()) {
        now.ifPresent(added::add);
      } else if (now.isEmpty()) {
        removed.add(old.get());
      } else if (!old.get().equals(now.get())) {
        changed.add(new Changed(old.get(), now.get(), changes(old.get(), now.get())));
      }
    }
    return new ConfigDiff(added, removed, changed);
  }

  public boolean isEmpty() {
    return added.isEmpty() && removed.isEmpty() && changed.isEmpty();
  }

  /** {@code + name}, {@code - name} and {@code ~ name} with a line for each key below. */
  @Override
  public String toString() {
    StringBuilder lines = new StringBuilder();
    added.forEach(each -> lines.append("+ ").append(each.describe()).append('\n'));
    removed.forEach(each -> lines.append("- ").append(each.describe()).append('\n'));
    for (Changed each : changed) {
      lines.append("~ ").append(each.name()).append('\n');
      each.changes().forEach(change -> lines.append("    ").append(change).append('\n'));
    }
    return lines.toString();
  }

  private static List<Change> changes(Definition before, Definition after) {
    List<Change> changes = new ArrayList<>();
    for (Key<Definition> key : DatabaseKeys.TABLE.keys()) {
      Map<String, Object> old = flat(key, before);
      Map<String, Object> now = flat(key, after);
      Set<String> paths = new TreeSet<>(old.keySet());
      paths.addAll(now.keySet());
      for (String path : paths) {
        if (!Objects.equals(old.get(path), now.get(path))) {
          changes.add(
              new Change(path, show(key, path, old.get(path)), show(key, path, now.get(path))));
        }
      }
    }
    return changes;
  }

  private static Map<String, Object> flat(Key<Definition> key, Definition definition) {
    Map<String, Object> flat = new LinkedHashMap<>();
    Object value = key.read().apply(definition);
    if (value instanceof Map<?, ?> entries) {
      entries.forEach((name, entry) -> flat.put(key.path() + "." + name, entry));
    } else if (value != null) {
      flat.put(key.path(), value);
    }
    return flat;
  }

  private static @Nullable String show(Key<Definition> key, String path, @Nullable Object value) {
    if (value == null) {
      return null;
    }
    if (value instanceof Secret || Sensitive.parameter(path.substring(path.indexOf('.') + 1))) {
      return "***";
    }
    return key.type() instanceof ValueType.Entries entries
        ? entries.of().render(value)
        : key.show(value);
  }
}
