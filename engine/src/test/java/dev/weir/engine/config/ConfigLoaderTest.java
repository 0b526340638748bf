package dev.weir.engine.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weir.api.CoreError;
import dev.weir.api.Definition;
import dev.weir.api.Definition.Breaker;
import dev.weir.api.Definition.Pool;
import dev.weir.api.Definition.Replica;
import dev.weir.api.Definition.Retry;
import dev.weir.api.Definition.Tenancy;
import dev.weir.api.Definition.Timeouts;
import dev.weir.api.Definition.Tls;
import dev.weir.api.Environment;
import dev.weir.api.Feature;
import dev.weir.api.Rejected;
import dev.weir.api.Secret;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConfigLoaderTest {
  @Test
  void everyKeyOfADatabaseCanBeSaid() {
    Catalog catalog =
        load("""
        version: 1
        environment: staging
        databases:
          patients:
            type: postgresql
            environment: test
            server: db1.example
            port: 5433
            database: clinic
            user: app
            password: env://PATIENTS_PASSWORD
            read-only: true
            tls:
              mode: verify-full
              ca: /etc/ca.pem
              certificate: /etc/client.pem
              key: /etc/client.key
              minimum-version: TLSv1.3
            pool:
              min-size: 6
              max-size: 60
              acquire-timeout: 500ms
              idle-timeout: 2m
              max-lifetime: 1h
              leak-threshold: 90s
            timeouts:
              connect: 3s
              query: 20s
              transaction: 1m30s
              floor: 200ms
              ceiling: 10s
              slow: 750ms
            retry:
              attempts: 7
              delay: 20ms
              backoff: 1.5
              max-delay: 2s
            breaker:
              failure-rate: 25%
              window: 40
              minimum-requests: 8
              open: 9s
            services: {reporting: 5, '*': 20}
            replicas:
              - db2.example:5434
              - {name: far, server: db3.example, port: 5435, region: eu-west}
            features: {circuit-breaker: false, cache: on}
            tenancy.setting: app.tenant
            tenancy.required: true
            parameters: {ApplicationName: weir, options.x: "1"}
            tags: {team: clinical}
        """)
            .catalog();

    Definition expected =
        Definition.builder("patients", "POSTGRESQL")
            .environment(Environment.TEST)
            .host("db1.example")
            .port(5433)
            .database("clinic")
            .user("app")
            .password(Secret.of("env://PATIENTS_PASSWORD"))
            .readOnly(true)
            .tls(
                new Tls(
                    Tls.Mode.VERIFY_FULL,
                    "/etc/ca.pem",
                    "/etc/client.pem",
                    "/etc/client.key",
                    "TLSv1.3"))
            .pool(
                new Pool(
                    6,
                    60,
                    Duration.ofMillis(500),
                    Duration.ofMinutes(2),
                    Duration.ofHours(1),
                    Duration.ofSeconds(90)))
            .timeouts(
                new Timeouts(
                    Duration.ofSeconds(3),
                    Duration.ofSeconds(20),
                    Duration.ofSeconds(90),
                    Duration.ofMillis(200),
                    Duration.ofSeconds(10),
                    Duration.ofMillis(750)))
            .retry(new Retry(7, Duration.ofMillis(20), 1.5, Duration.ofSeconds(2)))
            .breaker(new Breaker(0.25, 40, 8, Duration.ofSeconds(9)))
            .service("reporting", 5)
            .service("*", 20)
            .replicas(
                List.of(
                    new Replica("replica-1", "db2.example", 5434, null),
                    new Replica("far", "db3.example", 5435, "eu-west")))
            .feature(Feature.CIRCUIT_BREAKER, false)
            .feature(Feature.CACHE, true)
            .tenancy(new Tenancy("app.tenant", true))
            .parameter("ApplicationName", "weir")
            .parameter("options.x", "1")
            .tag("team", "clinical")
            .build();
    assertThat(catalog.environment()).isEqualTo(Environment.STAGING);
    assertThat(catalog.databases()).containsExactly(Map.entry("patients", expected));
  }

  @Test
  void whatIsNotSaidTakesTheDefault() {
    Definition definition =
        load("databases: {patients: {type: postgresql, host: db1}}")
            .catalog()
            .find("patients")
            .get();

    assertThat(definition)
        .isEqualTo(
            Definition.builder("patients", "POSTGRESQL")
                .host("db1")
                .pool(
                    new Pool(
                        0,
                        10,
                        Duration.ofSeconds(10),
                        Duration.ofMinutes(10),
                        Duration.ofMinutes(30),
                        Duration.ofMinutes(1)))
                .build());
    assertThat(definition.tls()).isEqualTo(new Tls(Tls.Mode.PREFER, null, null, null, "TLSv1.2"));
    assertThat(definition.timeouts())
        .isEqualTo(
            new Timeouts(
                Duration.ofSeconds(5),
                Duration.ofSeconds(30),
                Duration.ofMinutes(5),
                Duration.ofSeconds(1),
                Duration.ofSeconds(15),
                Duration.ofSeconds(1)));
    assertThat(definition.retry())
        .isEqualTo(new Retry(4, Duration.ofMillis(50), 2.0, Duration.ofSeconds(5)));
    assertThat(definition.breaker()).isEqualTo(new Breaker(0.5, 100, 20, Duration.ofSeconds(5)));
    assertThat(definition.environment()).isEqualTo(Environment.DEVELOPMENT);
  }

  @Test
  void aDatabaseInAFileLeavesItsPoolToTheConnector() {
    Definition definition =
        load("databases: {local: {type: sqlite, database: /var/lib/a.db}}")
            .catalog()
            .find("local")
            .get();

    assertThat(definition.pool()).isEqualTo(Pool.DEFAULT);
  }

  @Test
  void eachSourceWinsOverTheNext() {
    String text =
        """
        environment: production
        defaults: {timeouts.slow: 1s, timeouts.query: 1s, timeouts.connect: 1s, retry.attempts: 1, port: 1}
        templates:
          far: {timeouts.slow: 2s}
          clinical: {base: far, timeouts.slow: 3s, timeouts.query: 3s, timeouts.connect: 3s, retry.attempts: 3}
        databases:
          patients: {base: clinical, type: postgresql, host: db1, timeouts.query: 4s, timeouts.connect: 4s, retry.attempts: 4, read-only: true}
        environments:
          production:
            defaults: {port: 2}
            databases: {patients: {timeouts.connect: 5s, retry.attempts: 5, read-only: no}}
          test:
            databases: {patients: {timeouts.connect: 9s}}
        """;
    Definition definition =
        loader(
                Map.of("WEIR_PATIENTS_RETRY_ATTEMPTS", "6", "WEIR_PATIENTS_READ_ONLY", "yes"),
                Map.of("patients.read-only", "false"))
            .load("weir.yaml", text)
            .catalog()
            .find("patients")
            .get();

    assertThat(definition.port()).isEqualTo(2);
    assertThat(definition.timeouts().slow()).isEqualTo(Duration.ofSeconds(3));
    assertThat(definition.timeouts().query()).isEqualTo(Duration.ofSeconds(4));
    assertThat(definition.timeouts().connect()).isEqualTo(Duration.ofSeconds(5));
    assertThat(definition.retry().attempts()).isEqualTo(6);
    assertThat(definition.readOnly()).isFalse();
    assertThat(definition.pool().minSize()).isEqualTo(5);
    assertThat(definition.tls().mode()).isEqualTo(Tls.Mode.VERIFY_FULL);
  }

  @Test
  void entriesOfSeveralSourcesAreLaidOverEachOther() {
    Definition definition =
        load("""
        defaults: {tags: {team: all, site: north}}
        databases: {a: {type: redis, host: h, tags: {team: one}}}
        """)
            .catalog()
            .find("a")
            .get();

    assertThat(definition.tags()).isEqualTo(Map.of("team", "one", "site", "north"));
  }

  @Test
  void variablesAreFilledIn() {
    Definition definition =
        loader(Map.of("DB", "db7", "EMPTY", ""), Map.of())
            .load(
                "weir.yaml",
                """
                databases:
                  a:
                    type: redis
                    host: ${DB}.${DOMAIN:example.org}
                    port: ${PORT:-6380}
                    user: $${literal}
                    database: ${EMPTY:3}
                """)
            .catalog()
            .find("a")
            .get();

    assertThat(definition.host()).isEqualTo("db7.example.org");
    assertThat(definition.port()).isEqualTo(6380);
    assertThat(definition.user()).isEqualTo("${literal}");
    assertThat(definition.database()).isEqualTo("3");
  }

  @Test
  void aUrlStandsForItsParts() {
    Definition definition =
        load("""
        defaults: {host: other, port: 99, database: other}
        databases: {a: {url: 'test://me@h1/db', user: you}}
        """)
            .catalog()
            .find("a")
            .get();

    assertThat(definition.type()).isEqualTo("TEST");
    assertThat(definition.host()).isEqualTo("h1");
    assertThat(definition.port()).isZero();
    assertThat(definition.database()).isEqualTo("db");
    assertThat(definition.user()).isEqualTo("you");
  }

  @Test
  void allProblemsAreToldAtOnceWithTheirPlaces() {
    Loaded loaded =
        load(
            """
            databases:
              a:
                type: postgresql
                host: h
                prot: 5432
                pool: {max-size: 3, maxSize: 9}
                timeouts: {query: 30}
                features: {cahce: true}
              b:
                type: mysql
                host: h
                port: seventy
                tls.mode: verify
            """);

    assertThat(loaded.problems().stream().map(Problem::toString))
        .containsExactly(
            "weir.yaml:5:5: error: databases.a.prot: There is no such key. Did you mean port?",
            "weir.yaml:6:22: error: databases.a.pool.max-size: 3 is out of range: 5 to 500.",
            "weir.yaml:6:25: error: databases.a.pool.maxSize: There is no such key."
                + " Did you mean max-size?",
            "weir.yaml:7:23: error: databases.a.timeouts.query: The unit is missing:"
                + " write 30s for seconds or 30ms.",
            "weir.yaml:8:16: error: databases.a.features.cahce: There is no such key."
                + " Did you mean cache?",
            "weir.yaml:12:11: error: databases.b.port: This must be a whole number, 1 to 65535.",
            "weir.yaml:13:15: error: databases.b.tls.mode: This must be one of disable, prefer,"
                + " require, verify-ca, verify-full. Did you mean verify-ca?");
    assertThatThrownBy(loaded::catalog)
        .isInstanceOfSatisfying(
            Rejected.class, error -> assertThat(error.code()).isEqualTo(CoreError.CONFIGURATION))
        .hasMessageContaining("weir.yaml has 7 errors:")
        .hasMessageContaining("weir.yaml:13:15");
  }

  @Test
  void aFileIsReadAndAMissingOneIsAProblem(@TempDir Path directory) throws Exception {
    Path file = directory.resolve("weir.yaml");
    Files.writeString(file, "databases: {a: {type: redis, host: h}}");

    assertThat(loader().load(file).catalog().databases()).containsKey("a");
    assertThat(loader().load(directory.resolve("none.yaml")).problems())
        .singleElement()
        .satisfies(problem -> assertThat(problem.message()).isEqualTo("There is no such file."));
  }

  @Test
  void withoutAnythingTheCatalogIsEmpty() {
    assertThat(loader().load().catalog().databases()).isEmpty();
    assertThat(load("").catalog().databases()).isEmpty();
    assertThat(load("# nothing yet\n").catalog().databases()).isEmpty();
  }

  static Loaded load(String text) {
    return loader().load("weir.yaml", text);
  }

  static ConfigLoader loader() {
    return loader(Map.of(), Map.of());
  }

  static ConfigLoader loader(Map<String, String> variables, Map<String, String> overrides) {
    return ConfigLoader.builder()
        .variables(variables)
        .overrides(overrides)
        .urls(new TestUrls())
        .build();
  }
}
