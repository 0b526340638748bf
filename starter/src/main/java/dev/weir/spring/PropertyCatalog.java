package dev.weir.spring;

import dev.weir.api.CoreError;
import dev.weir.api.Rejected;
import dev.weir.engine.Connectors;
import dev.weir.engine.config.ConfigLoader;
import dev.weir.engine.config.Loaded;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;

/**
 * Reads the catalog that the properties mean, with the loader of {@code weir.yaml}: what a file can
 * say, properties can say, and the same checks hold.
 */
final class PropertyCatalog {
  private PropertyCatalog() {}

  static Loaded load(WeirProperties properties) {
    String file = properties.configuration();
    if (file != null && !properties.databases().isEmpty()) {
      throw Rejected.because(
          CoreError.CONFIGURATION,
          "Both weir.configuration and weir.databases say which databases there are; keep one.");
    }
    ConfigLoader loader = loader(properties);
    return file != null
        ? loader.load(Path.of(file))
        : loader.load("application properties", document(properties));
  }

  static ConfigLoader loader(WeirProperties properties) {
    var environment = properties.environment();
    return ConfigLoader.builder()
        .connectors(Connectors.installed().all())
        .overrides(
            environment == null
                ? Map.of()
                : Map.of("environment", environment.name().toLowerCase(Locale.ROOT)))
        .build();
  }

  private static String document(WeirProperties properties) {
    StringBuilder document = new StringBuilder("version: 1\n");
    if (!properties.databases().isEmpty()) {
      document.append("databases:\n");
    }
    properties
        .databases()
        .forEach((name, keys) -> {
          document.append("  ").append(quoted(name)).append(":\n");
          keys.forEach((key, value) ->
              document
                  .append("    ")
                  .append(quoted(key))
                  .append(": ")
                  .append(quoted(value.replace("${", "$${")))
                  .append('\n'));
        });
    return document.toString();
  }

  private static String quoted(String text) {
    StringBuilder quoted = new StringBuilder("\"");
    text.chars()
        .forEach(c -> {
          if (c == '"' || c == '\\') {
            quoted.append('\\').append((char) c);
          } else if (c < ' ') {
            quoted.append("\\x%02x".formatted(c));
          } else {
            quoted.append((char) c);
          }
        });
    return quoted.append('"').toString();
  }
}
