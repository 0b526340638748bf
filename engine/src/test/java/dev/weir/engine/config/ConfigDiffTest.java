package dev.weir.engine.config;

import static dev.weir.engine.config.ConfigLoaderTest.load;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ConfigDiffTest {
  @Test
  void addedRemovedAndChangedDatabasesAreTold() {
    Catalog before =
        load("""
        databases:
          gone: {type: redis, host: h}
          same: {type: redis, host: h}
          a: {type: redis, host: h, password: hunter1, pool.max-size: 20, tags: {x: "1", y: "2"}}
        """)
            .catalog();
    Catalog after =
        load("""
        databases:
          new: {type: redis, host: h, port: 7}
          same: {type: redis, host: h}
          a: {type: redis, host: h, password: hunter2, port: 9, tags: {x: "3"}, replicas: ["r:1"], parameters: {password: hunter3}}
        """)
            .catalog();

    ConfigDiff diff = ConfigDiff.between(before, after);

    assertThat(diff.toString())
        .isEqualTo(
            """
            + new (REDIS at h:7)
            - gone (REDIS at h)
            ~ a
                port: (not set) → 9
                password: *** → ***
                pool.max-size: 20 → 10
                replicas:  → replica-1=r:1
                parameters.password: (not set) → ***
                tags.x: 1 → 3
                tags.y: 2 → (not set)
            """);
  }

  @Test
  void theSameIsNoDifference() {
    Catalog catalog = load("databases: {a: {type: redis, host: h}}").catalog();

    assertThat(ConfigDiff.between(catalog, catalog).isEmpty()).isTrue();
  }

  @Test
  void aChangeKnowsWhetherItTouchesThePoolAlone() {
    Catalog before = load("databases: {a: {type: redis, host: h}}").catalog();
    Catalog pool = load("databases: {a: {type: redis, host: h, pool.max-size: 50}}").catalog();
    Catalog host = load("databases: {a: {type: redis, host: i, pool.max-size: 50}}").catalog();

    assertThat(ConfigDiff.between(before, pool).changed().getFirst().onlyIn("pool.")).isTrue();
    assertThat(ConfigDiff.between(before, host).changed().getFirst().onlyIn("pool.")).isFalse();
  }
}
