package dev.weir.engine.config;

import dev.weir.api.Definition;
import dev.weir.api.Environment;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** All definitions of an environment, by their names and in the order of the file. Immutable. */
public record Catalog(Environment environment, Map<String, Definition> databases) {
  public Catalog {
    databases = Collections.unmodifiableMap(new LinkedHashMap<>(databases));
    databases.forEach((name, definition) -> {
      if (!name.equals(definition.name())) {
        throw new IllegalArgumentException(name + " is not " + definition.name());
      }
    });
  }

  public static Catalog of(Environment environment, Collection<Definition> definitions) {
    Map<String, Definition> databases = new LinkedHashMap<>();
    definitions.forEach(definition -> databases.put(definition.name(), definition));
    return new Catalog(environment, databases);
  }

  public static Catalog empty(Environment environment) {
    return of(environment, List.of());
  }

  public Optional<Definition> find(String name) {
    return Optional.ofNullable(databases.get(name));
  }

  /** This catalog with one definition added or replaced. */
  public Catalog with(Definition definition) {
    Map<String, Definition> changed = new LinkedHashMap<>(databases);
    changed.put(definition.name(), definition);
    return new Catalog(environment, changed);
  }

  /** This catalog without one definition. */
  public Catalog without(String name) {
    Map<String, Definition> changed = new LinkedHashMap<>(databases);
    changed.remove(name);
    return new Catalog(environment, changed);
  }
}
