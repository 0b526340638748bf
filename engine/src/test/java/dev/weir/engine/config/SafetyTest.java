package dev.weir.engine.config;

import static dev.weir.engine.config.BadInputTest.words;
import static dev.weir.engine.config.ConfigLoaderTest.load;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SafetyTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "tls.mode: disable|tls.mode: The connection is not encrypted.",
        "tls.mode: prefer|tls.mode: The server's certificate is not checked.",
        "tls.mode: require|tls.mode: The server's certificate is not checked.",
        "user: postgres|user: This user may usually do everything on the server.",
        "user: SA|user: This user may usually do everything on the server.",
        "user: root|user: This user may usually do everything on the server.",
        "password: hunter2|password: A secret stands here as it is.",
        "parameters: {sslpassword: hunter2}|parameters.sslpassword: This looks like a secret, and"
            + " stands here as it is.",
      })
  void insecureChoicesAreWarningsInProduction(String key, String expected) {
    String text = "databases: {a: {type: test, host: db1, " + key + "}}";

    Loaded production = load("environment: production\n" + text);
    Loaded development = load("environment: development\n" + text);
    Loaded refused = load("environment: production\nsettings: {safety.insecure: refuse}\n" + text);

    assertThat(words(production))
        .singleElement()
        .asString()
        .startsWith("databases.a." + expected)
        .doesNotContain("hunter2");
    assertThat(production.usable()).isTrue();
    assertThat(development.problems()).isEmpty();
    assertThat(refused.usable()).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "tls.mode: verify-ca",
        "tls.mode: verify-full",
        "user: app",
        "password: env://X",
        "password: 'sealed://x'",
        "password: '${PASSWORD:none}'",
        "host: localhost, tls.mode: disable",
      })
  void whatIsSecureIsNotMentioned(String key) {
    String host = key.contains("host:") ? "" : "host: db1, ";

    assertThat(
            load("environment: production\ndatabases: {a: {type: test, " + host + key + "}}")
                .problems())
        .isEmpty();
  }

  @Test
  void aPasswordInAUrlOfTheFileIsLiteralToo() {
    Loaded loaded =
        load("environment: production\ndatabases: {a: {url: 'test://u:hunter2@db1/d'}}");

    assertThat(words(loaded)).singleElement().asString().contains("A secret stands here as it is.");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "host: db.prod.example.org",
        "host: prod-db1",
        "host: db-production",
        "host: x, tags: {environment: production}",
        "host: x, tags: {tier: prod}",
      })
  void aDatabaseOfProductionInAnotherEnvironmentIsTold(String keys) {
    String text = "databases: {a: {type: test, " + keys + "}}";

    assertThat(words(load("environment: test\n" + text)))
        .containsExactly(
            "databases.a.host: This is test, and the database seems to be production's."
                + " Give test a database of its own.");
    assertThat(load("environment: production\n" + text).problems()).isEmpty();
  }

  @Test
  void theHostThatTheFileItselfGivesToProductionIsTold() {
    String text =
        """
        databases:
          a: {type: test, host: shared, database: d}
          b: {type: test, host: reproduction, database: d}
        environments:
          production:
            databases: {a: {host: shared}, b: {host: elsewhere}}
        """;

    assertThat(load(text).warnings()).extracting(Problem::path).containsExactly("databases.a.host");
  }
}
