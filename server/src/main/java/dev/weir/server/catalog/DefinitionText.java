package dev.weir.server.catalog;

import dev.weir.api.CoreError;
import dev.weir.api.Definition;
import dev.weir.api.Environment;
import dev.weir.api.Rejected;
import dev.weir.engine.config.Catalog;
import dev.weir.engine.config.CatalogYaml;
import dev.weir.engine.config.CatalogYaml.Literals;
import dev.weir.engine.config.ConfigLoader;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import tools.jackson.databind.json.JsonMapper;

/**
 * Definitions as text: YAML in the store, and over REST the same keys as JSON. Neither may use the
 * server's environment variables, which belong to whoever runs it.
 */
final class DefinitionText {
  private static final JsonMapper JSON = JsonMapper.shared();

  private final ConfigLoader loader;
  private final Environment environment;

  /**
   * @param loader with the connectors, and without variables
   */
  DefinitionText(ConfigLoader loader, Environment environment) {
    this.loader = loader;
    this.environment = environment;
  }

  /** The definition as YAML, without the value of any secret. */
  String yaml(Definition definition) {
    return CatalogYaml.write(Catalog.of(environment, List.of(definition)), Literals.LEFT_OUT);
  }

  /** The keys of a definition, without the value of any secret. */
  Map<String, Object> keys(Definition definition) {
    Object root = new Load(LoadSettings.builder().build()).loadFromString(yaml(definition));
    Map<String, Object> keys = new LinkedHashMap<>();
    if (root instanceof Map<?, ?> document
        && document.get("databases") instanceof Map<?, ?> databases
        && databases.get(definition.name()) instanceof Map<?, ?> definitionKeys) {
      definitionKeys.forEach((key, value) -> keys.put(String.valueOf(key), value));
    }
    return keys;
  }

  /** Reads what {@link #yaml} wrote. */
  Definition read(String name, String yaml) {
    return only(name, loader.load("definition " + name, yaml).catalog());
  }

  /**
   * The definition that these keys make.
   *
   * @throws Rejected with {@code WEIR-031} that tells every problem
   */
  Definition read(String name, Map<String, ? extends @Nullable Object> keys) {
    Map<String, Object> root = new LinkedHashMap<>();
    root.put("environment", environment.name().toLowerCase(java.util.Locale.ROOT));
    root.put("databases", Map.of(name, keys));
    String json = JSON.writerWithDefaultPrettyPrinter().writeValueAsString(root);
    return only(name, loader.load("the definition", json).catalog());
  }

  private static Definition only(String name, Catalog catalog) {
    return catalog
        .find(name)
        .orElseThrow(() ->
            Rejected.because(
                CoreError.CONFIGURATION, "The text does not define the database " + name + "."));
  }
}
