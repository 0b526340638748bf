package dev.weir.engine.config;

import static dev.weir.engine.config.ConfigLoaderTest.load;
import static dev.weir.engine.config.ConfigLoaderTest.loader;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ExplanationTest {
  @Test
  void eachValueNamesItsSource() {
    String text =
        """
        environment: staging
        defaults: {retry.attempts: 2}
        templates:
          clinical: {pool.max-size: 40}
        databases:
          a:
            base: clinical
            type: postgresql
            host: ${HOST}
            password: hunter2
            parameters: {sslpassword: hunter3, x: "1"}
        environments:
          staging:
            databases: {a: {read-only: true}}
        settings: {log.level: warn}
        """;

    List<Explained> all =
        loader(Map.of("HOST", "db1", "DB_POOL_TIMEOUT", "9"), Map.of("a.port", "77"))
            .load("weir.yaml", text)
            .explanation();

    assertThat(all)
        .contains(
            new Explained("", "environment", "staging", "weir.yaml:1"),
            new Explained("", "log.level", "warn", "weir.yaml:15"),
            new Explained("", "health.interval", "30s", "default"),
            new Explained("", "safety.insecure", "warn", "default of staging"),
            new Explained("a", "base", "clinical", "weir.yaml:7"),
            new Explained("a", "type", "POSTGRESQL", "weir.yaml:8"),
            new Explained("a", "host", "db1", "weir.yaml:9 (from HOST)"),
            new Explained("a", "port", "77", "command line"),
            new Explained("a", "password", "***", "weir.yaml:10"),
            new Explained("a", "parameters.sslpassword", "***", "weir.yaml:11"),
            new Explained("a", "parameters.x", "1", "weir.yaml:11"),
            new Explained("a", "pool.max-size", "40", "weir.yaml:4 (template clinical)"),
            new Explained("a", "pool.min-size", "2", "default of staging"),
            new Explained("a", "pool.acquire-timeout", "9s", "variable DB_POOL_TIMEOUT"),
            new Explained("a", "retry.attempts", "2", "weir.yaml:2 (defaults)"),
            new Explained("a", "read-only", "true", "weir.yaml:14 (environment staging)"),
            new Explained("a", "tls.mode", "require", "default of staging"),
            new Explained("a", "timeouts.query", "30s", "default"),
            new Explained("a", "features.cache", "", "default"));
    assertThat(all.toString()).doesNotContain("hunter");
  }

  @Test
  void everyKeyIsExplained() {
    List<Explained> all = load("databases: {a: {type: sqlite, database: x}}").explanation();

    assertThat(all)
        .extracting(Explained::path)
        .containsAll(
            DatabaseKeys.TABLE.paths().stream()
                .filter(path ->
                    !List.of("base", "url", "services", "parameters", "tags").contains(path))
                .toList())
        .containsAll(
            SettingKeys.TABLE.keys().stream()
                .filter(key -> !(key.type() instanceof ValueType.Entries))
                .map(Key::path)
                .toList());
    assertThat(all).contains(new Explained("a", "pool.max-size", "", "default of SQLITE"));
  }

  @Test
  void whatAUrlMeansIsExplainedByTheUrl() {
    List<Explained> all = load("databases: {a: {url: 'test://u:hunter2@h1:9/d'}}").explanation();

    assertThat(all)
        .contains(
            new Explained("a", "url", "***", "weir.yaml:1"),
            new Explained("a", "host", "h1", "weir.yaml:1 (url)"),
            new Explained("a", "port", "9", "weir.yaml:1 (url)"),
            new Explained("a", "password", "***", "weir.yaml:1 (url)"));
  }
}
