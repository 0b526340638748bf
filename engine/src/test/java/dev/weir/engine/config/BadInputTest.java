package dev.weir.engine.config;

import static dev.weir.engine.config.ConfigLoaderTest.load;
import static dev.weir.engine.config.ConfigLoaderTest.loader;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BadInputTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "databases: {a: {type: redis, host: h|1",
        "'databases:\n\ta: x'|2",
        "'a: b: c'|1",
        "'databases: [1, 2'|1",
        "'databases: *nothing'|1",
        "'a: \"never ends'|1",
        "'a: 1\n---\nb: 2'|2",
        "'%broken'|1",
        "'just a word'|1",
        "'- a\n- b'|1",
        "'a: &x [*x]'|1",
      })
  void brokenYamlIsOneProblemWithItsPlace(String text, int line) {
    Loaded loaded = load(text);

    assertThat(loaded.errors())
        .singleElement()
        .satisfies(problem -> {
          assertThat(problem.line()).isGreaterThanOrEqualTo(line);
          assertThat(problem.column()).isPositive();
          assertThat(problem.message()).endsWith(".").doesNotContain("Exception");
        });
  }

  @Test
  void aliasesThatMultiplyAreRefused() {
    StringBuilder bomb = new StringBuilder("a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n");
    for (int i = 1; i < 9; i++) {
      bomb.append("a%d: &a%d [".formatted(i, i));
      bomb.append("*a%d, ".formatted(i - 1).repeat(5)).append("]\n");
    }

    assertThat(load(bomb.toString()).errors())
        .singleElement()
        .satisfies(p -> assertThat(p.message()).contains("aliases repeat too much"));
  }

  @Test
  void manyAliasesAreRefused() {
    String text = "a: &a [1]\nb: [" + "*a, ".repeat(60) + "]";

    assertThat(load(text).errors()).hasSize(1);
  }

  @Test
  void deepNestingIsRefused() {
    assertThat(load("[".repeat(100_000)).errors())
        .singleElement()
        .satisfies(p -> assertThat(p.message()).isEqualTo("This is nested too deep."));
    assertThat(load("a: ".repeat(1) + "{a: ".repeat(50_000)).errors()).hasSize(1);
  }

  @Test
  void tooLargeAFileIsRefused() {
    assertThat(load("# " + "x".repeat(4 * 1024 * 1024)).errors())
        .satisfiesExactly(p -> assertThat(p.message()).isEqualTo("The file is larger than 3 MiB."));
  }

  @Test
  void charactersThatYamlDoesNotAllowAreToldWithTheirPlace() {
    assertThat(load("version: 1\nname: a\u0000b").errors())
        .singleElement()
        .satisfies(p -> {
          assertThat(p.line()).isEqualTo(2);
          assertThat(p.message()).contains("U+0000");
        });
  }

  @Test
  void aFileThatIsNotUtf8IsTold(@TempDir Path directory) throws Exception {
    Path file = directory.resolve("weir.yaml");
    Files.write(file, "databases: {ä: 1}".getBytes(StandardCharsets.ISO_8859_1));

    assertThat(loader().load(file).errors())
        .singleElement()
        .satisfies(p -> assertThat(p.message()).isEqualTo("The file is not valid UTF-8."));
  }

  @Test
  void aByteOrderMarkDoesNotMatter(@TempDir Path directory) throws Exception {
    Path file = directory.resolve("weir.yaml");
    Files.writeString(file, "\uFEFFdatabases: {a: {type: redis, host: h}}");

    assertThat(loader().load(file).catalog().databases()).containsKey("a");
  }

  @Test
  void aDirectoryIsNoFile(@TempDir Path directory) {
    assertThat(loader().load(directory).errors()).hasSize(1);
  }

  @Test
  void randomTextIsNeverAnException() {
    Random random = new Random(7);
    String characters = "ab:{}[]-&*!|>'\"%@`#,? \n\t${}0\\~é😀";
    int[] points = characters.codePoints().toArray();
    for (int round = 0; round < 3000; round++) {
      StringBuilder text = new StringBuilder(round % 2 == 0 ? "databases:\n  a:\n    " : "");
      for (int i = 0; i < random.nextInt(60); i++) {
        text.appendCodePoint(points[random.nextInt(points.length)]);
      }

      assertThat(load(text.toString())).as(text.toString()).isNotNull();
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "databse: {}|databse: There is no such key. Did you mean databases?",
        "host: h|host: There is no such key. Keys of a database stand below databases.<name>.",
        "version: 2|version: The version of the format must be 1. A newer file needs a newer Weir.",
        "environment: prodution|environment: This must be one of development, test, staging,"
            + " production. Did you mean production?",
        "environments: {prd2: {}}|environments.prd2: This must be one of development, test,"
            + " staging, production.",
        "environments: {test: {templates: {}}}|environments.test.templates: There is no such key."
            + " The keys here are settings, defaults, databases.",
        "databases: {a b: {type: redis, host: h}}|databases.a b: A name consists of letters,"
            + " digits, '-', '_' and '.'.",
        "databases: [a]|databases: This must be a mapping of keys to values.",
        "databases: {a: 5}|databases.a: This must be a mapping of keys to values.",
        "databases: {[a]: {}}|databases: A key must be a word.",
        "settings: {log.level: loud}|settings.log.level: This must be one of trace, debug, info,"
            + " warn, error.",
      })
  void wrongStructureIsTold(String text, String expected) {
    assertThat(words(load(text))).contains(expected);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "host:|host: This key has no value. Leave the key out to take the default.",
        "host: [a]|host: This must be a single value.",
        "host: 'h:1'|host: This must be a host name or an address, without port and path.",
        "port: 0|port: 0 is out of range: 1 to 65535.",
        "port: 65536|port: 65536 is out of range: 1 to 65535.",
        "port: 99999999999|port: This must be a whole number, 1 to 65535.",
        "port: 5.5|port: This must be a whole number, 1 to 65535.",
        "port: -1|port: -1 is out of range: 1 to 65535.",
        "pool: 5|pool: This must be a mapping with min-size, max-size, acquire-timeout,"
            + " idle-timeout, max-lifetime, leak-threshold.",
        "pool.max-size: 501|pool.max-size: 501 is out of range: 5 to 500.",
        "pool.max-size: 4|pool.max-size: 4 is out of range: 5 to 500.",
        "breaker.failure-rate: 1.5|breaker.failure-rate: 1.5 is out of range: 0.01 to 1.",
        "breaker.failure-rate: NaN|breaker.failure-rate: NaN is out of range: 0.01 to 1.",
        "breaker.failure-rate: lots|breaker.failure-rate: This must be a number, 0.01 to 1.",
        "retry.attempts: 0|retry.attempts: 0 is out of range: 1 to 20.",
        "timeouts.query: 5 parsecs|timeouts.query: This must be a time with its unit, such as"
            + " 500ms, 30s, 5m, 2h or 1d.",
        "timeouts.query: 0|timeouts.query: 0 is out of range: 1ms to 7d.",
        "timeouts.query: 999999999999d|timeouts.query: 999999999999d is out of range: 1ms to 7d.",
        "timeouts.query: -5s|timeouts.query: This must be a time with its unit, such as 500ms,"
            + " 30s, 5m, 2h or 1d.",
        "read-only: maybe|read-only: This must be true or false.",
        "tls.minimum-version: SSLv3|tls.minimum-version: This must be TLSv1.2 or TLSv1.3.",
        "user: ${NOT_SET}|user: The environment variable NOT_SET is not set. Set it, or give a"
            + " default: ${NOT_SET:default}.",
        "user: '${'|user: A ${ must be ${NAME} or ${NAME:default}; write $${ for the characters"
            + " themselves.",
        "services: 5|services: This must be a mapping of keys to values.",
        "services: {a: 0}|services.a: 0 is out of range: 1 to 500.",
        "username: x|username: There is no such key. Did you mean user?",
        "ssl: x|ssl: There is no such key. Did you mean tls?",
        "max-size: 9|max-size: There is no such key. Did you mean pool.max-size?",
        "pool_max_size: 9|pool_max_size: There is no such key. Did you mean pool.max-size?",
        "<<: x|<<: There is no such key. Did you mean base?",
        "replicas: [{name: x}]|replicas[0]: This replica has no host.",
        "replicas: ['h:x']|replicas[0]: A replica must look like host or host:port.",
        "replicas: [{host: h, prot: 1}]|replicas[0].prot: There is no such key. Did you mean port?",
        "replicas: [{name: x, host: a}, {name: x, host: b}]|replicas[1]: Two replicas are called x.",
        "password: valut://x|password: No secret store for valut:// is installed. Installed are"
            + " env, file, pgpass, sealed.",
        "password: senv://x|password: No secret store for senv:// is installed. Did you mean env?",
        "tenancy.setting: 'a; drop'|tenancy.setting: This must be a setting's name.",
      })
  void wrongValuesAreTold(String key, String expected) {
    Loaded loaded = load("databases:\n  a:\n    type: redis\n    database: x\n    " + key + "\n");

    assertThat(words(loaded)).contains("databases.a." + expected);
    assertThat(loaded.errors()).allSatisfy(p -> assertThat(p.line()).isEqualTo(5));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "'pool: {min-size: 9, max-size: 8}'|pool.min-size: pool.min-size is more than"
            + " pool.max-size.",
        "'timeouts: {floor: 9s, ceiling: 8s}'|timeouts.floor: timeouts.floor is more than"
            + " timeouts.ceiling.",
        "'timeouts: {floor: 20s}'|timeouts.floor: timeouts.floor is more than timeouts.ceiling.",
        "'timeouts: {ceiling: 20ms}'|timeouts.ceiling: timeouts.floor is more than"
            + " timeouts.ceiling.",
        "'retry: {delay: 9s, max-delay: 8s}'|retry.delay: retry.delay is more than"
            + " retry.max-delay.",
        "'breaker: {window: 5, minimum-requests: 6}'|breaker.minimum-requests:"
            + " breaker.minimum-requests is more than breaker.window.",
        "'tls.certificate: c.pem'|tls.certificate: A client''s certificate and its key need each"
            + " other.",
        "'tls.key: c.pem'|tls.key: A client''s certificate and its key need each other.",
        "'tls: {mode: disable, ca: c.pem}'|tls.ca: An authority is named, and TLS is switched off.",
        "'tenancy.required: true'|tenancy.required: A tenant is required, and tenancy.setting is"
            + " missing.",
        "'services: {a: 90}'|services.a: This is more than the pool has (10).",
        "'server: x'|host: This is said already in line 4. Keep one of them.",
        "'host: x'|host: This key stands here twice; the first is in line 4. Keep one of them.",
        "'url: test://h/db'|url: Both url and host say where this database is. Keep the url, or"
            + " host, port and database.",
        "'replicas: [h]'|replicas: The replica replica-1 is the primary itself. Remove it.",
      })
  void conflictsAreTold(String key, String expected) {
    Loaded loaded = load("databases:\n  a:\n    type: test\n    host: h\n    " + key + "\n");

    assertThat(words(loaded)).contains("databases.a." + expected.replace("''", "'"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "url: mystery://h|url: No installed connector understands this URL. It should look like"
            + " postgresql://user@host:5432/database.",
        "url: 'test://a b:c:d:secret'|url: This is no URL of a test database. [WEIR-017] Write it"
            + " as the examples in the message show.",
      })
  void aUrlThatCannotBeUnderstoodIsTold(String key, String expected) {
    Loaded loaded = load("databases:\n  a:\n    " + key + "\n");

    assertThat(words(loaded)).containsExactly("databases.a." + expected);
  }

  @Test
  void aUrlOfAnotherTypeIsAConflict() {
    assertThat(words(load("databases: {a: {type: mysql, url: 'test://h/d'}}")))
        .containsExactly(
            "databases.a.url: The type is MYSQL, but the url is of TEST. Leave the type out, or"
                + " correct one of them.");
  }

  @Test
  void aDatabaseWithoutTypeOrPlaceIsTold() {
    assertThat(words(load("databases: {a: {}, b: {type: redis}}")))
        .containsExactly(
            "databases.a: The type is missing. Say type: postgresql, or give a url.",
            "databases.a: Nothing says where this database is. Give a host, or a url.",
            "databases.b: Nothing says where this database is. Give a host, or a url.");
  }

  @Test
  void aMissingTemplateIsToldWithTheNearest() {
    String text =
        """
        templates: {clinical: {type: redis}}
        databases:
          a: {base: clincal, type: redis, host: h}
          b: {base: a, type: redis, host: h}
        """;

    assertThat(words(load(text)))
        .containsExactly(
            "databases.a.base: There is no template clincal. Did you mean clinical?",
            "databases.b.base: There is no template a. It is a database: move what is shared to"
                + " templates.a.");
  }

  @Test
  void templatesThatInheritInACircleAreTold() {
    String text =
        """
        templates:
          x: {base: y}
          y: {base: z}
          z: {base: y}
        databases: {a: {base: x, type: redis, host: h}}
        """;

    assertThat(words(load(text)))
        .isNotEmpty()
        .allMatch(word -> word.startsWith("templates: The templates inherit from each other"));
  }

  @Test
  void whatIsWrongInAnotherEnvironmentIsToldToo() {
    String text =
        """
        databases: {a: {type: redis, host: h}}
        environments:
          production:
            databases: {a: {port: x, user: '${ONLY_IN_PRODUCTION}'}}
        """;

    assertThat(words(load(text)))
        .containsExactly(
            "environments.production.databases.a.port: This must be a whole number, 1 to 65535.");
  }

  @Test
  void wrongOverridesAreTold() {
    Loaded loaded =
        loader(
                Map.of(),
                Map.of(
                    "a.prot", "1",
                    "a.port", "x",
                    "b.port", "1",
                    "settings.log.levl", "info",
                    "environment", "live"))
            .load("weir.yaml", "databases: {a: {type: redis, host: h}}");

    assertThat(words(loaded))
        .containsExactlyInAnyOrder(
            "a.prot: There is no such key. Did you mean port?",
            "a.port: This must be a whole number, 1 to 65535.",
            "b.port: There is no database of this name. Did you mean a?",
            "settings.log.levl: There is no such key. Did you mean level?",
            "environment: This must be one of development, test, staging, production.");
  }

  @Test
  void noProblemRepeatsASecret() {
    Loaded loaded =
        load(
            """
            databases:
              a: {type: redis, host: h, password: hunter2, url: 'test://u:hunter3@h'}
              b: {url: 'mystery://u:hunter4@h'}
              c: {url: 'test://u:hunter5@h:x'}
            """);

    assertThat(loaded.errors()).isNotEmpty();
    assertThat(loaded.toString()).doesNotContain("hunter");
  }

  static List<String> words(Loaded loaded) {
    return loaded.problems().stream()
        .map(p ->
            p.path() + ": " + p.message() + (p.suggestion() == null ? "" : " " + p.suggestion()))
        .toList();
  }
}
