package dev.weir.engine.config;

import static org.assertj.core.api.Assertions.assertThat;

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
import dev.weir.api.Secret;
import dev.weir.engine.config.CatalogYaml.Literals;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class CatalogYamlTest {
  private static final List<String> AWKWARD =
      List.of(
          "",
          "plain",
          "yes",
          "null",
          "~",
          "12",
          "1.5",
          "# no comment",
          "a: b",
          "- x",
          "ü→😀",
          "line\nbreak",
          " spaced ",
          "${NOT_A_VARIABLE}",
          "$${x}",
          "'quoted\"",
          "{a}",
          "&a",
          "*a",
          "\\",
          "tab\there",
          "%",
          "@at",
          "true",
          "0x1f",
          "2026-01-01");

  @Test
  void whateverIsWrittenReadsBackTheSame() {
    Random random = new Random(42);
    for (int round = 0; round < 500; round++) {
      Environment environment = pick(random, Environment.values());
      List<Definition> definitions = new ArrayList<>();
      for (int i = 0; i < random.nextInt(4); i++) {
        definitions.add(random(random, "db-" + i));
      }
      Catalog catalog = Catalog.of(environment, definitions);

      String written = CatalogYaml.write(catalog, Literals.WRITTEN);
      Catalog read = ConfigLoaderTest.load(written).catalog();

      assertThat(read).as(written).isEqualTo(catalog);
    }
  }

  @Test
  void secretsAreLeftOutUnlessAskedFor() {
    Catalog catalog =
        Catalog.of(
            Environment.TEST,
            List.of(
                Definition.builder("a", "REDIS")
                    .host("h")
                    .password(Secret.of("hunter2"))
                    .parameter("sslpassword", "hunter3")
                    .parameter("ssl", "true")
                    .build(),
                Definition.builder("b", "REDIS")
                    .host("h")
                    .password(Secret.of("sealed://b"))
                    .build()));

    String without = CatalogYaml.write(catalog, Literals.LEFT_OUT);
    String with = CatalogYaml.write(catalog, Literals.WRITTEN);

    assertThat(without).doesNotContain("hunter").contains("sealed://b").contains("ssl:");
    assertThat(with).contains("hunter2").contains("hunter3");
  }

  @Test
  void onlyWhatIsNoDefaultIsWritten() {
    Catalog catalog =
        Catalog.of(
            Environment.DEVELOPMENT,
            List.of(Definition.builder("local", "SQLITE").database("/tmp/a.db").build()));

    assertThat(CatalogYaml.write(catalog, Literals.LEFT_OUT))
        .isEqualTo(
            """
            version: 1
            environment: development
            databases:
              local:
                type: SQLITE
                database: /tmp/a.db
            """);
  }

  private static Definition random(Random random, String name) {
    Definition.Builder builder =
        Definition.builder(name, pick(random, "POSTGRESQL", "SQLITE", "REDIS", "AWS_RDS_MYSQL"))
            .environment(pick(random, Environment.values()))
            .host(pick(random, "localhost", "db1.example.org", "10.0.0.1", "fe80::1"))
            .port(random.nextBoolean() ? 0 : 1 + random.nextInt(65535))
            .database(pick(random, AWKWARD))
            .readOnly(random.nextBoolean())
            .tls(tls(random))
            .pool(pool(random))
            .timeouts(timeouts(random))
            .retry(
                new Retry(
                    1 + random.nextInt(20),
                    Duration.ofMillis(random.nextInt(5000)),
                    1 + random.nextInt(90) / 10.0,
                    Duration.ofMillis(5000 + random.nextInt(50_000))))
            .breaker(
                new Breaker(
                    (1 + random.nextInt(100)) / 100.0,
                    50 + random.nextInt(1000),
                    1 + random.nextInt(50),
                    Duration.ofMillis(1 + random.nextInt(100_000))));
    if (random.nextBoolean()) {
      builder.user(pick(random, AWKWARD)).password(Secret.of(pick(random, AWKWARD)));
    }
    for (Feature feature : Feature.values()) {
      if (random.nextInt(4) == 0) {
        builder.feature(feature, random.nextBoolean());
      }
    }
    if (random.nextBoolean()) {
      builder.tenancy(new Tenancy("app.tenant", random.nextBoolean()));
    }
    for (int i = 0; i < random.nextInt(3); i++) {
      builder.parameter("p." + i, pick(random, AWKWARD));
      builder.tag("tag " + pick(random, AWKWARD).length(), pick(random, AWKWARD));
      builder.service(pick(random, "*", "reporting", "a:b"), 1 + random.nextInt(5));
    }
    return builder.replicas(replicas(random)).build();
  }

  private static Tls tls(Random random) {
    boolean client = random.nextBoolean();
    Tls.Mode mode = pick(random, Tls.Mode.values());
    return new Tls(
        mode,
        mode != Tls.Mode.DISABLE && random.nextBoolean() ? "/etc/ca.pem" : null,
        client ? "c:\\certs\\a.pem" : null,
        client ? "key.pem" : null,
        pick(random, "TLSv1.2", "TLSv1.3"));
  }

  private static Pool pool(Random random) {
    return new Pool(
        0,
        5 + random.nextInt(496),
        Duration.ofMillis(10 + random.nextInt(100_000)),
        Duration.ofSeconds(random.nextInt(1000)),
        Duration.ofSeconds(random.nextInt(10_000)),
        Duration.ofNanos(random.nextInt(2_000_000_000)));
  }

  private static Timeouts timeouts(Random random) {
    return new Timeouts(
        Duration.ofMillis(10 + random.nextInt(10_000)),
        Duration.ofMillis(1 + random.nextInt(100_000)),
        Duration.ofMinutes(1 + random.nextInt(100)),
        Duration.ofMillis(1 + random.nextInt(1000)),
        Duration.ofMillis(1001 + random.nextInt(10_000)),
        Duration.ofMillis(random.nextInt(10_000)));
  }

  private static List<Replica> replicas(Random random) {
    List<Replica> replicas = new ArrayList<>();
    for (int i = 0; i < random.nextInt(3); i++) {
      replicas.add(
          new Replica(
              "r" + i,
              "replica" + i,
              random.nextInt(2) * 5432,
              random.nextBoolean() ? "eu-west" : null));
    }
    return replicas;
  }

  @SafeVarargs
  private static <T> T pick(Random random, T... from) {
    return from[random.nextInt(from.length)];
  }

  private static String pick(Random random, List<String> from) {
    return from.get(random.nextInt(from.size()));
  }
}
