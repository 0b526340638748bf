package dev.weir.engine.config;

import dev.weir.api.Definition;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The JSON Schema (draft 2020-12) of {@code weir.yaml}, for editors; from the tables of keys. */
public final class ConfigSchema {
  private static final String ID = "https://weir.dev/schema/weir.yaml.json";

  private ConfigSchema() {}

  /** The schema as JSON. */
  public static String json() {
    return Json.write(schema());
  }

  private static Map<String, Object> schema() {
    Map<String, Object> schema = new LinkedHashMap<>();
    schema.put("$schema", "https://json-schema.org/draft/2020-12/schema");
    schema.put("$id", ID);
    schema.put("title", "weir.yaml");
    schema.putAll(
        object(
            Map.entry("version", described(Map.of("const", WeirFile.VERSION), "The format.")),
            Map.entry(
                "environment",
                described(
                    ValueType.orVariable(DatabaseKeys.ENVIRONMENT.schema()),
                    "Where this configuration is meant for.")),
            Map.entry("settings", reference("settings")),
            Map.entry("defaults", reference("database")),
            Map.entry("templates", named("database")),
            Map.entry("databases", named("database")),
            Map.entry("environments", environments())));
    Map<String, Object> definitions = new LinkedHashMap<>();
    definitions.put(
        "database", group(DatabaseKeys.TABLE, "", Definition.builder("name", "").build()));
    definitions.put(
        "settings", group(SettingKeys.TABLE, "", SettingKeys.assemble(new Values(List.of()))));
    schema.put("$defs", definitions);
    return schema;
  }

  private static Map<String, Object> environments() {
    Map<String, Object> overlay =
        object(
            Map.entry("settings", reference("settings")),
            Map.entry("defaults", reference("database")),
            Map.entry("databases", named("database")));
    Map<String, Object> environments = new LinkedHashMap<>();
    environments.put("type", "object");
    environments.put("propertyNames", DatabaseKeys.ENVIRONMENT.schema());
    environments.put("additionalProperties", overlay);
    return environments;
  }

  /** One level of the keys; each may be nested, or dotted from the top. */
  private static <O> Map<String, Object> group(KeyTable<O> table, String group, O defaults) {
    String prefix = group.isEmpty() ? "" : group + ".";
    Map<String, Object> properties = new LinkedHashMap<>();
    for (String name : table.namesIn(group)) {
      if (table.isGroup(prefix + name)) {
        properties.put(name, group(table, prefix + name, defaults));
      }
    }
    for (Key<O> key : table.keys()) {
      if (key.path().startsWith(prefix)) {
        properties.put(key.path().substring(prefix.length()), property(key, defaults));
        key.aliases().forEach(alias -> properties.put(alias, property(key, defaults)));
      }
    }
    Map<String, Object> schema = new LinkedHashMap<>();
    schema.put("type", "object");
    schema.put("properties", properties);
    List<String> holders =
        table.keys().stream()
            .filter(key -> key.type() instanceof ValueType.Entries)
            .filter(key -> key.path().startsWith(prefix))
            .map(key -> key.path().substring(prefix.length()).replace(".", "\\."))
            .toList();
    if (!holders.isEmpty()) {
      schema.put(
          "patternProperties", Map.of("^(" + String.join("|", holders) + ")\\..+$", Map.of()));
    }
    schema.put("additionalProperties", false);
    return schema;
  }

  private static <O> Map<String, Object> property(Key<O> key, O defaults) {
    boolean whole =
        key.type() instanceof ValueType.Entries || key.type() instanceof ValueType.Replicas;
    Map<String, Object> type =
        whole ? key.type().schema() : ValueType.orVariable(key.type().schema());
    Map<String, Object> property = described(type, key.meaning());
    Object value = key.read().apply(defaults);
    if (value != null && !whole && !key.show(value).isEmpty()) {
      property.put("default", plain(value) ? value : key.show(value));
    }
    return property;
  }

  private static boolean plain(Object value) {
    return value instanceof Boolean || value instanceof Number;
  }

  private static Map<String, Object> described(Map<String, Object> schema, String words) {
    Map<String, Object> described = new LinkedHashMap<>();
    described.put("description", words);
    described.putAll(schema);
    return described;
  }

  private static Map<String, Object> reference(String definition) {
    return Map.of("$ref", "#/$defs/" + definition);
  }

  private static Map<String, Object> named(String definition) {
    Map<String, Object> schema = new LinkedHashMap<>();
    schema.put("type", "object");
    schema.put("propertyNames", DatabaseKeys.NAME.schema());
    schema.put("additionalProperties", reference(definition));
    return schema;
  }

  @SafeVarargs
  private static Map<String, Object> object(Map.Entry<String, Map<String, Object>>... entries) {
    Map<String, Object> properties = new LinkedHashMap<>();
    for (Map.Entry<String, Map<String, Object>> entry : entries) {
      properties.put(entry.getKey(), entry.getValue());
    }
    Map<String, Object> schema = new LinkedHashMap<>();
    schema.put("type", "object");
    schema.put("properties", properties);
    schema.put("additionalProperties", false);
    return schema;
  }
}
