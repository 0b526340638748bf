package dev.weir.engine.config;

import dev.weir.api.Definition.Replica;
import dev.weir.api.Environment;
import dev.weir.api.Secret;
import dev.weir.engine.config.KeyTable.Match;
import dev.weir.engine.config.KnownVariables.Fixed;
import java.time.Duration;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** What the environment variables say. An empty variable says nothing. */
final class Variables {
  private static final Place PLACE = Place.of("environment variables");
  private static final ValueType SOCKET_TIMEOUT =
      new ValueType.Time(Duration.ofSeconds(1), Duration.ofDays(1));
  private final Map<String, String> variables;
  private final Urls urls;
  private final Problems problems;
  private PgService service = PgService.NONE;

  Variables(Map<String, String> variables, Urls urls, Problems problems) {
    this.variables = new TreeMap<>(variables);
    this.variables.values().removeIf(String::isBlank);
    this.urls = urls;
    this.problems = problems;
  }

  /** The environment that {@code WEIR_ENV} names. */
  Optional<Given> environment() {
    String word = variables.get("WEIR_ENV");
    return word == null
        ? Optional.empty()
        : Optional.ofNullable(parse(DatabaseKeys.ENVIRONMENT, "environment", "WEIR_ENV", word));
  }

  /** The environment that another system's variable names, when it is one that is known. */
  Optional<Given> detectedEnvironment() {
    for (String name : KnownVariables.DETECTED) {
      for (String word : variables.getOrDefault(name, "").split(",", -1)) {
        Optional<Environment> known = known(word.strip());
        if (known.isPresent()) {
          return known.map(e -> new Given(e, Source.variable(name).with("detected"), false));
        }
      }
    }
    return Optional.empty();
  }

  private static Optional<Environment> known(String word) {
    try {
      return Optional.of((Environment) DatabaseKeys.ENVIRONMENT.parse(word));
    } catch (IllegalArgumentException otherWord) {
      return Optional.empty();
    }
  }

  Layer settings() {
    Layer layer = new Layer(PLACE);
    KnownVariables.SETTINGS.forEach(fixed -> put(SettingKeys.TABLE, layer, fixed));
    return layer;
  }

  /** What holds for every database, for one of this type. */
  Layer tuning(String type) {
    Layer layer = new Layer(PLACE);
    for (Fixed fixed : KnownVariables.TUNING) {
      if (fixed.path().startsWith("parameters.")) {
        socketTimeout(layer, type, fixed);
      } else {
        put(DatabaseKeys.TABLE, layer, fixed);
      }
    }
    return layer;
  }

  // The drivers agree on the parameter's name and not on its unit.
  private void socketTimeout(Layer layer, String type, Fixed fixed) {
    String text = variables.get(fixed.name());
    Given given =
        text == null
            ? null
            : parse(SOCKET_TIMEOUT, fixed.path(), fixed.name(), fixed.unit().apply(text));
    if (given == null || !(given.value() instanceof Duration limit)) {
      return;
    }
    boolean seconds = type.contains("POSTGRES") || type.equals("SUPABASE");
    if (seconds || type.matches(".*(MYSQL|MARIADB|MSSQL|AZURE_SQL).*")) {
      long value = seconds ? limit.toSeconds() : limit.toMillis();
      layer.put(fixed.path(), new Given(Long.toString(value), given.source(), false));
    }
  }

  /** What describes the database {@code default}, or empty when nothing does. */
  Optional<Layer> location() {
    Layer layer = new Layer(PLACE);
    boolean byUrl = variables.containsKey("DATABASE_URL");
    for (Fixed fixed : KnownVariables.LOCATION) {
      if (!byUrl || !Set.of("type", "host", "port", "database").contains(fixed.path())) {
        put(DatabaseKeys.TABLE, layer, fixed);
      }
    }
    boolean placed = layer.has("url") || layer.has("host") || layer.has("database");
    if (!placed && !libpq(layer)) {
      return Optional.empty();
    }
    urls.expand(layer, "default");
    if (!layer.has("type") && !byUrl) {
      Place place = Place.of("environment variables");
      layer.put(
          "type", new Given("POSTGRESQL", new Source(Source.Kind.BUILT_IN, place, ""), false));
    }
    return Optional.of(layer);
  }

  private boolean libpq(Layer layer) {
    service = PgService.of(variables, problems);
    variables.putAll(service.variables());
    if (Set.of("PGHOST", "PGHOSTADDR", "PGDATABASE", "PGUSER").stream()
        .noneMatch(variables::containsKey)) {
      return false;
    }
    for (Fixed fixed : KnownVariables.LIBPQ) {
      boolean noLimit =
          fixed.name().equals("PGCONNECT_TIMEOUT") && "0".equals(variables.get(fixed.name()));
      if (!noLimit && !fixed.path().equals("host")) {
        put(DatabaseKeys.TABLE, layer, fixed);
      }
    }
    Libpq.complete(layer, variables, this::source, problems);
    return true;
  }

  /** What {@code WEIR_<DATABASE>_<KEY>} says of each database. */
  Map<String, Layer> ofDatabases(Collection<String> databases) {
    Map<String, Layer> layers = new LinkedHashMap<>();
    variables.forEach((name, text) -> {
      if (name.startsWith("WEIR_") && !KnownVariables.RESERVED.contains(name)) {
        databases.stream()
            .filter(database -> name.startsWith(prefix(database)))
            .max(Comparator.comparingInt(String::length))
            .ifPresent(database -> ofDatabase(layers, database, name, text));
      }
    });
    layers.forEach((database, layer) -> urls.expand(layer, database));
    return layers;
  }

  private void ofDatabase(Map<String, Layer> layers, String database, String name, String text) {
    String word = name.substring(prefix(database).length());
    Optional<Key<dev.weir.api.Definition>> key =
        DatabaseKeys.TABLE.keys().stream()
            .filter(each ->
                each.variable().equals(word)
                    || each.aliases().stream().anyMatch(a -> Key.asVariable(a).equals(word)))
            .findFirst();
    if (key.isEmpty()) {
      List<String> known = DatabaseKeys.TABLE.keys().stream().map(Key::variable).toList();
      problems.warning(
          "databases." + database,
          Place.of("variable " + name),
          "There is no key of this name.",
          Nearest.to(word, known)
              .map(k -> "Did you mean " + prefix(database) + k + "?")
              .orElse(null));
      return;
    }
    Given given =
        parse(key.get().type(), "databases." + database + "." + key.get().path(), name, text);
    if (given != null) {
      layers.computeIfAbsent(database, d -> new Layer(PLACE)).put(key.get().path(), given);
    }
  }

  static String prefix(String database) {
    return "WEIR_" + Key.asVariable(database) + "_";
  }

  private <O> void put(KeyTable<O> table, Layer layer, Fixed fixed) {
    String text = variables.get(fixed.name());
    if (text == null || layer.has(fixed.path())) {
      return;
    }
    Match<O> match = table.find(fixed.path()).orElseThrow();
    ValueType type =
        match.key().type() instanceof ValueType.Entries entries ? entries.of() : match.key().type();
    Given given = parse(type, fixed.path(), fixed.name(), fixed.unit().apply(text));
    if (given != null) {
      layer.put(fixed.path(), given);
    }
  }

  private @Nullable Given parse(ValueType type, String path, String name, String text) {
    try {
      Object value = value(type, name, text);
      return new Given(value, source(name), false);
    } catch (IllegalArgumentException wrong) {
      problems.error(path, source(name).place(), String.valueOf(wrong.getMessage()), null);
      return null;
    }
  }

  /** A variable, or the service that says the same. */
  private Source source(String name) {
    return service.variables().containsKey(name)
        ? new Source(Source.Kind.VARIABLE, service.place(), "")
        : Source.variable(name);
  }

  private Object value(ValueType type, String name, String text) {
    if (type instanceof ValueType.Replicas && text.contains("://")) {
      Replica replica = urls.replica("replica-1", text);
      return List.of(replica);
    }
    Object value = type.parse(text);
    // A secret stays where it is: the variable is read again when a connection is opened.
    boolean stays =
        !service.variables().containsKey(name)
            && type instanceof ValueType.Hidden hidden
            && hidden.refers()
            && Sensitive.isLiteral((Secret) value);
    return stays ? Secret.of("env://" + name) : value;
  }
}
