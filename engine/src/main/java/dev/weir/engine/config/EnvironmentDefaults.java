package dev.weir.engine.config;

import dev.weir.api.Environment;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * What each environment takes for granted; the one place where it stands. Everything that is said
 * anywhere wins over it.
 *
 * <p>Pool sizes hold for databases on a server, not for files, whose connectors know better. {@code
 * tls.mode} holds for servers on other machines.
 */
final class EnvironmentDefaults {
  private static final List<Environment> COLUMNS =
      List.of(
          Environment.DEVELOPMENT, Environment.TEST, Environment.STAGING, Environment.PRODUCTION);

  private static final Map<String, List<String>> DATABASE =
      Map.of(
          "pool.min-size", List.of("0", "0", "2", "5"),
          "pool.max-size", List.of("10", "10", "20", "20"),
          "tls.mode", List.of("prefer", "prefer", "require", "verify-full"));

  private static final Map<String, List<String>> SETTINGS =
      Map.of(
          "backup.keep.hourly", List.of("0", "0", "0", "24"),
          "backup.keep.daily", List.of("0", "0", "0", "30"),
          "backup.keep.weekly", List.of("0", "0", "0", "12"),
          "backup.keep.monthly", List.of("0", "0", "0", "12"),
          "log.level", List.of("debug", "warn", "info", "info"),
          "safety.insecure", List.of("ignore", "ignore", "warn", "warn"),
          "safety.confirm-destructive", List.of("false", "false", "true", "true"),
          "backup.retention", List.of("7d", "1d", "14d", "30d"));

  private EnvironmentDefaults() {}

  /** What holds for a database at {@code host}; empty for one that is a file. */
  static Layer database(Environment environment, String host) {
    Layer layer = layer(DatabaseKeys.TABLE, DATABASE, environment);
    if (host.isEmpty()) {
      layer.values().clear();
    } else if (isLocal(host)) {
      layer.values().remove("tls.mode");
    }
    return layer;
  }

  static Layer settings(Environment environment) {
    return layer(SettingKeys.TABLE, SETTINGS, environment);
  }

  /** The words for the reference page: a key's value in each environment. */
  static Map<String, List<String>> table(KeyTable<?> of) {
    return of == SettingKeys.TABLE ? SETTINGS : DATABASE;
  }

  static boolean isLocal(String host) {
    return host.equals("localhost")
        || host.startsWith("127.")
        || host.equals("::1")
        || host.startsWith("/");
  }

  private static <O> Layer layer(
      KeyTable<O> table, Map<String, List<String>> words, Environment environment) {
    String name = "default of " + environment.name().toLowerCase(Locale.ROOT);
    Source source = new Source(Source.Kind.ENVIRONMENT, Place.of(name), "");
    Layer layer = new Layer(source.place());
    words.forEach((path, columns) -> {
      String text = columns.get(COLUMNS.indexOf(environment));
      Object value = table.find(path).orElseThrow().key().type().parse(text);
      layer.put(path, new Given(value, source, false));
    });
    return layer;
  }
}
