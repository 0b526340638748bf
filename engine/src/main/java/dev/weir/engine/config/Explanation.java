package dev.weir.engine.config;

import dev.weir.api.Definition;
import dev.weir.spi.Connector.PoolDefaults;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Says of every effective value where it came from. */
final class Explanation {
  private final Function<String, Optional<PoolDefaults>> pools;
  private final List<Explained> lines = new ArrayList<>();

  Explanation(Function<String, Optional<PoolDefaults>> pools) {
    this.pools = pools;
  }

  List<Explained> lines() {
    return lines;
  }

  void environment(Given given) {
    lines.add(
        new Explained(
            "",
            "environment",
            DatabaseKeys.ENVIRONMENT.render(given.value()),
            given.source().toString()));
  }

  void settings(Settings settings, Values values) {
    for (Key<Settings> key : SettingKeys.TABLE.keys()) {
      Object value = key.read().apply(settings);
      if (value instanceof Map<?, ?> entries) {
        entries("", key, entries, values);
      } else {
        add("", key, key.path(), value, values.given(key.path()), "default");
      }
    }
  }

  void database(Definition definition, Values values) {
    for (Key<Definition> key : DatabaseKeys.TABLE.keys()) {
      Object value = key.read().apply(definition);
      Given given = values.given(key.path());
      if (value instanceof Map<?, ?> entries) {
        entries(definition.name(), key, entries, values);
      } else if (key.path().equals("base") || key.path().equals("url")) {
        directive(definition.name(), key, given);
      } else if (value == null && given == null && key.path().startsWith("pool.")) {
        pool(definition, key);
      } else {
        add(definition.name(), key, key.path(), value, given, "default");
      }
    }
  }

  private void directive(String database, Key<Definition> key, @Nullable Given given) {
    if (given != null) {
      add(database, key, key.path(), given.value(), given, "");
    }
  }

  private void entries(String database, Key<?> key, Map<?, ?> entries, Values values) {
    ValueType each = ((ValueType.Entries) key.type()).of();
    new TreeMap<>(entries)
        .forEach((name, value) -> {
          String path = key.path() + "." + name;
          Given given = values.given(path);
          lines.add(
              new Explained(
                  database,
                  path,
                  each instanceof ValueType.Hidden || Sensitive.parameter(String.valueOf(name))
                      ? "***"
                      : each.render(value),
                  given == null ? "default" : given.source().toString()));
        });
  }

  private void pool(Definition definition, Key<Definition> key) {
    Optional<PoolDefaults> known = pools.apply(definition.type());
    String value =
        known
            .map(p -> Integer.toString(key.path().endsWith("min-size") ? p.minSize() : p.maxSize()))
            .orElse("");
    lines.add(
        new Explained(definition.name(), key.path(), value, "default of " + definition.type()));
  }

  private <O> void add(
      String database,
      Key<O> key,
      String path,
      @Nullable Object value,
      @Nullable Given given,
      String unless) {
    lines.add(
        new Explained(
            database, path, key.show(value), given == null ? unless : given.source().toString()));
  }
}
