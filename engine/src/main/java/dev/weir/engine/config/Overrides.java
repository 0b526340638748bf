package dev.weir.engine.config;

import dev.weir.api.Secret;
import dev.weir.engine.config.KeyTable.Match;
import java.util.Collection;
import java.util.Comparator;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** What the command line says. */
final class Overrides {
  private static final Place PLACE = Place.of("command line");
  private static final Source SOURCE = new Source(Source.Kind.COMMAND_LINE, PLACE, "");
  private final Map<String, String> values;
  private final Urls urls;
  private final Problems problems;

  Overrides(Map<String, String> values, Urls urls, Problems problems) {
    this.values = new TreeMap<>(values);
    this.urls = urls;
    this.problems = problems;
  }

  Optional<Given> environment() {
    String word = values.get("environment");
    return word == null
        ? Optional.empty()
        : Optional.ofNullable(parse(DatabaseKeys.ENVIRONMENT, "environment", word));
  }

  Layer settings() {
    Layer layer = new Layer(PLACE);
    values.forEach((path, text) -> {
      if (path.startsWith("settings.")) {
        put(SettingKeys.TABLE, layer, path, path.substring("settings.".length()), text);
      }
    });
    return layer;
  }

  /** What is said of one of the {@code databases}. */
  Layer database(String database, Collection<String> databases) {
    Layer layer = new Layer(PLACE);
    values.forEach((path, text) -> {
      if (databaseOf(path, databases).filter(database::equals).isPresent()) {
        String key = withoutPrefix(path).substring(database.length() + 1);
        put(DatabaseKeys.TABLE, layer, path, key, text);
      }
    });
    urls.expand(layer, database);
    return layer;
  }

  /** Tells of overrides that mean no database there is. */
  void checkNames(Collection<String> databases) {
    for (String path : values.keySet()) {
      boolean other = path.equals("environment") || path.startsWith("settings.");
      if (!other && databaseOf(path, databases).isEmpty()) {
        String first = withoutPrefix(path).replaceFirst("\\..*", "");
        problems.error(
            path,
            PLACE,
            "There is no database of this name.",
            Nearest.suggestion(first, databases)
                .orElse("Write it as <database>.<key>, such as patients.pool.max-size."));
      }
    }
  }

  private static Optional<String> databaseOf(String path, Collection<String> databases) {
    return databases.stream()
        .filter(name -> withoutPrefix(path).startsWith(name + "."))
        .max(Comparator.comparingInt(String::length));
  }

  private static String withoutPrefix(String path) {
    return path.startsWith("databases.") ? path.substring("databases.".length()) : path;
  }

  private <O> void put(KeyTable<O> table, Layer layer, String path, String key, String text) {
    Optional<Match<O>> match = table.find(key);
    if (match.isEmpty()) {
      problems.error(path, PLACE, "There is no such key.", table.suggestionFor(key));
      return;
    }
    ValueType type = match.get().key().type();
    if (type instanceof ValueType.Entries entries && match.get().entry() != null) {
      type = entries.of();
    }
    Given given = parse(type, path, text);
    if (given != null) {
      layer.put(match.get().path(), given);
    }
  }

  private @Nullable Given parse(ValueType type, String path, String text) {
    try {
      Object value = type.parse(text);
      return new Given(
          value, SOURCE, value instanceof Secret secret && Sensitive.isLiteral(secret));
    } catch (IllegalArgumentException wrong) {
      problems.error(path, PLACE, String.valueOf(wrong.getMessage()), null);
      return null;
    }
  }
}
