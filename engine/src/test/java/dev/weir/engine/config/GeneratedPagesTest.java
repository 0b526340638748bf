package dev.weir.engine.config;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.api.Environment;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class GeneratedPagesTest {
  @Test
  void theSchemaNamesEveryKeyNestedAndDotted() {
    JsonNode schema = JsonMapper.shared().readTree(ConfigSchema.json());

    assertThat(schema.path("$schema").asString())
        .isEqualTo("https://json-schema.org/draft/2020-12/schema");
    assertThat(schema.path("properties").propertyNames())
        .containsExactlyInAnyOrderElementsOf(WeirFile.KEYS);
    holdsEvery(schema.path("$defs").path("database"), DatabaseKeys.TABLE);
    holdsEvery(schema.path("$defs").path("settings"), SettingKeys.TABLE);
    JsonNode database = schema.path("$defs").path("database").path("properties");
    assertThat(database.has("server")).isTrue();
    assertThat(
            database
                .path("pool")
                .path("properties")
                .path("acquire-timeout")
                .path("default")
                .asString())
        .isEqualTo("10s");
  }

  private static void holdsEvery(JsonNode schema, KeyTable<?> table) {
    for (Key<?> key : table.keys()) {
      JsonNode nested = schema;
      for (String part : key.path().split("\\.", -1)) {
        nested = nested.path("properties").path(part);
      }
      assertThat(nested.path("description").asString()).isEqualTo(key.meaning());
      assertThat(schema.path("properties").has(key.path())).isTrue();
    }
  }

  @Test
  void thePageNamesEveryKeyAndVariable() {
    String page = ConfigReference.markdown();

    for (Key<?> key : DatabaseKeys.TABLE.keys()) {
      assertThat(page).contains("| `" + key.path() + "` | ").contains(key.meaning());
    }
    Stream.of(
            KnownVariables.TUNING,
            KnownVariables.LOCATION,
            KnownVariables.LIBPQ,
            KnownVariables.SETTINGS)
        .flatMap(List::stream)
        .forEach(each -> assertThat(page).contains("| `" + each.name() + "` | `" + each.path()));
    assertThat(page)
        .contains("| `pool.max-size` | `10` | `10` | `20` | `20` |")
        .contains("| `timeouts.query` | duration, 1ms to 7d | `30s` | ");
  }

  @Test
  void theExampleOfThePageIsRight() {
    String page = ConfigReference.markdown();
    String example =
        page.substring(
            page.indexOf("```yaml\n") + 8, page.indexOf("```", page.indexOf("```yaml") + 3));

    Loaded loaded = ConfigLoaderTest.load(example);

    assertThat(loaded.problems()).isEmpty();
    assertThat(loaded.catalog().find("patients").get().host()).isEqualTo("db1.example.org");
  }

  @Test
  void everyPathOfAVariableIsAKey() {
    Stream.of(KnownVariables.TUNING, KnownVariables.LOCATION, KnownVariables.LIBPQ)
        .flatMap(List::stream)
        .forEach(each -> assertThat(DatabaseKeys.TABLE.find(each.path())).isPresent());
    KnownVariables.SETTINGS.forEach(
        each -> assertThat(SettingKeys.TABLE.find(each.path())).isPresent());
  }

  @Test
  void eachEnvironmentTakesThisForGranted() {
    Map<Environment, List<Object>> expected =
        Map.of(
            Environment.DEVELOPMENT,
            List.of("debug", "ignore", "false", "7d", "0", "10", "prefer"),
            Environment.TEST,
            List.of("warn", "ignore", "false", "1d", "0", "10", "prefer"),
            Environment.STAGING,
            List.of("info", "warn", "true", "14d", "2", "20", "require"),
            Environment.PRODUCTION,
            List.of("info", "warn", "true", "30d", "5", "20", "verify-full"));

    expected.forEach((environment, values) -> {
      String text = "environment: " + environment + "\ndatabases: {a: {type: test, host: db1}}";
      List<Explained> lines = ConfigLoaderTest.load(text).explanation();
      assertThat(
              Stream.of(
                      "log.level",
                      "safety.insecure",
                      "safety.confirm-destructive",
                      "backup.retention",
                      "pool.min-size",
                      "pool.max-size",
                      "tls.mode")
                  .map(path -> (Object) valueOf(lines, path))
                  .toList())
          .isEqualTo(values);
    });
  }

  private static String valueOf(List<Explained> lines, String path) {
    return lines.stream().filter(l -> l.path().equals(path)).findFirst().orElseThrow().value();
  }
}
