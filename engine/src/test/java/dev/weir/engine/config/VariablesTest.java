package dev.weir.engine.config;

import static dev.weir.engine.config.ConfigLoaderTest.loader;
import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.api.Definition;
import dev.weir.api.Definition.Replica;
import dev.weir.api.Definition.Tls;
import dev.weir.api.Environment;
import dev.weir.api.Secret;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class VariablesTest {
  private static final String FILE = "databases: {a: {type: postgresql, host: h}}";

  @Test
  void thePoolAndQueryVariablesHoldForEveryDatabaseInTheirUnits() {
    Definition definition =
        loader(
                Map.of(
                    "DB_CONNECTION_LIMIT", "12",
                    "DB_POOL_TIMEOUT", "11",
                    "DB_CONNECT_TIMEOUT", "6",
                    "DB_SOCKET_TIMEOUT", "60",
                    "DB_QUERY_TIMEOUT", "31000",
                    "DB_SLOW_QUERY_THRESHOLD", "1500",
                    "DB_MAX_RETRIES", "3",
                    "DB_RETRY_DELAY", "1000",
                    "DB_RETRY_BACKOFF", "2.5"),
                Map.of())
            .load("weir.yaml", FILE)
            .catalog()
            .find("a")
            .get();

    assertThat(definition.pool().maxSize()).isEqualTo(12);
    assertThat(definition.pool().acquireTimeout()).isEqualTo(Duration.ofSeconds(11));
    assertThat(definition.timeouts().connect()).isEqualTo(Duration.ofSeconds(6));
    assertThat(definition.timeouts().query()).isEqualTo(Duration.ofSeconds(31));
    assertThat(definition.timeouts().slow()).isEqualTo(Duration.ofMillis(1500));
    assertThat(definition.retry().attempts()).isEqualTo(4);
    assertThat(definition.retry().delay()).isEqualTo(Duration.ofSeconds(1));
    assertThat(definition.retry().backoff()).isEqualTo(2.5);
    assertThat(definition.parameters()).isEqualTo(Map.of("socketTimeout", "60"));
  }

  @ParameterizedTest
  @CsvSource({"postgresql,60", "mysql,60000", "mariadb,60000", "mssql,60000", "redis,"})
  void theSocketTimeoutHasTheUnitOfTheDriver(String type, String expected) {
    Definition definition =
        loader(Map.of("DB_SOCKET_TIMEOUT", "60"), Map.of())
            .load("weir.yaml", "databases: {a: {host: h, type: " + type + "}}")
            .catalog()
            .find("a")
            .get();

    assertThat(definition.parameters().get("socketTimeout")).isEqualTo(expected);
  }

  @Test
  void thePlaceVariablesDefineTheDatabaseDefault() {
    Definition definition =
        loader(
                Map.of(
                    "DB_HOST", "db1",
                    "DB_PORT", "5433",
                    "DB_NAME", "unified_health_dev",
                    "DB_USER", "unified_health",
                    "DB_PASSWORD", "hunter2",
                    "DB_READ_REPLICA_URL", "test://u:p@replica1:5434/x"),
                Map.of())
            .load()
            .catalog()
            .find("default")
            .get();

    assertThat(definition.type()).isEqualTo("POSTGRESQL");
    assertThat(definition.describe())
        .isEqualTo("default (POSTGRESQL at db1:5433/unified_health_dev)");
    assertThat(definition.user()).isEqualTo("unified_health");
    assertThat(definition.password()).isEqualTo(Secret.of("env://DB_PASSWORD"));
    assertThat(definition.replicas())
        .containsExactly(new Replica("replica-1", "replica1", 5434, null));
  }

  @Test
  void databaseUrlWinsOverThePartsAndTheyOverLibpq() {
    Map<String, String> all =
        Map.of(
            "DATABASE_URL", "postgresql://me@url:1/u",
            "DB_HOST", "parts",
            "DB_NAME", "p",
            "PGHOST", "libpq");

    assertThat(defaultOf(all).describe()).isEqualTo("default (POSTGRESQL at url:1/u)");
    assertThat(defaultOf(Map.of("DB_HOST", "parts", "DB_NAME", "p", "PGHOST", "libpq")).describe())
        .isEqualTo("default (POSTGRESQL at parts/p)");
    assertThat(defaultOf(Map.of("PGHOST", "libpq", "PGUSER", "x")).describe())
        .isEqualTo("default (POSTGRESQL at libpq/x)");
  }

  @Test
  void theVariablesOfLibpqAreUnderstood() {
    Definition definition =
        defaultOf(
            Map.ofEntries(
                Map.entry("PGHOST", "db1"),
                Map.entry("PGPORT", "5433"),
                Map.entry("PGDATABASE", "clinic"),
                Map.entry("PGUSER", "app"),
                Map.entry("PGPASSWORD", "hunter2"),
                Map.entry("PGSSLMODE", "verify-full"),
                Map.entry("PGSSLROOTCERT", "/ca.pem"),
                Map.entry("PGSSLCERT", "/c.pem"),
                Map.entry("PGSSLKEY", "/k.pem"),
                Map.entry("PGSSLMINPROTOCOLVERSION", "TLSv1.3"),
                Map.entry("PGCONNECT_TIMEOUT", "7"),
                Map.entry("PGAPPNAME", "job"),
                Map.entry("PGOPTIONS", "-c a=b"),
                Map.entry("PGTARGETSESSIONATTRS", "read-write")));

    assertThat(definition.describe()).isEqualTo("default (POSTGRESQL at db1:5433/clinic)");
    assertThat(definition.user()).isEqualTo("app");
    assertThat(definition.password()).isEqualTo(Secret.of("env://PGPASSWORD"));
    assertThat(definition.tls())
        .isEqualTo(new Tls(Tls.Mode.VERIFY_FULL, "/ca.pem", "/c.pem", "/k.pem", "TLSv1.3"));
    assertThat(definition.timeouts().connect()).isEqualTo(Duration.ofSeconds(7));
    assertThat(definition.parameters())
        .isEqualTo(
            Map.of("ApplicationName", "job", "options", "-c a=b", "targetServerType", "primary"));
  }

  @Test
  void libpqsPasswordFileBecomesAReference() {
    Definition definition =
        defaultOf(Map.of("PGHOST", "db1", "PGUSER", "app", "PGPASSFILE", "/etc/pgpass"));

    assertThat(definition.password()).isEqualTo(Secret.of("pgpass:///etc/pgpass#db1:5432:app:app"));
  }

  @Test
  void whatLibpqCanAndWeCannotIsTold() {
    Loaded several = loader(Map.of("PGHOST", "a,b"), Map.of()).load();

    assertThat(several.catalog().find("default").get().host()).isEqualTo("a");
    assertThat(several.warnings()).hasSize(1);
  }

  @Test
  void aUnixSocketIsRefusedRatherThanTakenForAnotherServer() {
    Loaded sockets = loader(Map.of("PGHOST", "/run/postgresql"), Map.of()).load();
    Loaded inFile =
        loader(Map.of(), Map.of())
            .load("weir.yaml", "databases: {a: {type: test, host: /var/run/postgresql}}");

    for (Loaded loaded : List.of(sockets, inFile)) {
      assertThat(loaded.errors())
          .anySatisfy(
              problem -> assertThat(problem.toString()).contains("Unix sockets", "name a host"));
    }
  }

  @Test
  void aServiceOfLibpqSaysMoreThanItsVariables(@TempDir Path folder) throws IOException {
    Path file = folder.resolve("services");
    Files.writeString(
        file,
        """
        # comment
        [other]
        host=wrong
        [clinics]
        host = db7
        port=6000
        dbname=clinics
        user=app
        password=hush
        sslmode=require
        nonsense=1
        """);
    Map<String, String> variables =
        Map.of("PGSERVICE", "clinics", "PGSERVICEFILE", file.toString(), "PGHOST", "loses");

    Loaded loaded = loader(variables, Map.of()).load();
    Definition definition = loaded.catalog().find("default").get();

    assertThat(definition.host() + ":" + definition.port() + "/" + definition.database())
        .isEqualTo("db7:6000/clinics");
    assertThat(definition.password()).isEqualTo(Secret.of("hush"));
    assertThat(loaded.warnings())
        .anySatisfy(problem -> assertThat(problem.toString()).contains("nonsense", "services:11"));
    assertThat(
            loader(Map.of("PGSERVICE", "nowhere", "PGSERVICEFILE", file.toString()), Map.of())
                .load()
                .errors())
        .singleElement()
        .satisfies(problem ->
            assertThat(problem.toString()).contains("no service nowhere", file.toString()));
  }

  @Test
  void thePlaceVariablesDoNotTouchAFileThatNamesDatabases() {
    Map<String, String> variables = Map.of("DATABASE_URL", "test://h/d", "PGHOST", "x");

    assertThat(loader(variables, Map.of()).load("weir.yaml", FILE).catalog().databases())
        .containsOnlyKeys("a");
    assertThat(
            loader(variables, Map.of())
                .load("weir.yaml", "databases: {default: {type: redis, host: own}}")
                .catalog()
                .find("default")
                .get()
                .host())
        .isEqualTo("own");
    assertThat(
            loader(variables, Map.of())
                .load("weir.yaml", "databases: {default: {pool.max-size: 77}}")
                .catalog()
                .find("default"))
        .hasValueSatisfying(d -> {
          assertThat(d.host()).isEqualTo("h");
          assertThat(d.pool().maxSize()).isEqualTo(77);
        });
  }

  @Test
  void anEmptyVariableSaysNothing() {
    Loaded loaded =
        loader(
                Map.of("DB_READ_REPLICA_URL", "", "DB_CONNECTION_LIMIT", "", "DB_HOST", ""),
                Map.of())
            .load("weir.yaml", FILE);

    assertThat(loaded.problems()).isEmpty();
    assertThat(loaded.catalog().databases()).containsOnlyKeys("a");
  }

  @Test
  void wrongVariablesAreToldByTheirNames() {
    Loaded loaded =
        loader(
                Map.of("DB_CONNECTION_LIMIT", "many", "DB_MAX_RETRIES", "99", "WEIR_ENV", "prd"),
                Map.of())
            .load("weir.yaml", FILE);

    assertThat(loaded.errors().stream().map(p -> p.place().source()))
        .containsExactlyInAnyOrder(
            "variable DB_CONNECTION_LIMIT", "variable DB_MAX_RETRIES", "variable WEIR_ENV");
  }

  @Test
  void anyKeyOfADatabaseCanBeSetByItsName() {
    Definition definition =
        loader(
                Map.of(
                    "WEIR_MY_DB_POOL_MAX_SIZE", "33",
                    "WEIR_MY_DB_SERVER", "other",
                    "WEIR_MY_DB_FEATURES_CIRCUIT_BREAKER", "off",
                    "WEIR_MY_DB_TAGS", "team=x,site=y",
                    "WEIR_MY_DB_REPLICAS", "r1:1,r2",
                    "WEIR_MY_DB_PASSWORD", "hunter2"),
                Map.of())
            .load("weir.yaml", "databases: {my-db: {type: redis, host: h}}")
            .catalog()
            .find("my-db")
            .get();

    assertThat(definition.pool().maxSize()).isEqualTo(33);
    assertThat(definition.host()).isEqualTo("other");
    assertThat(definition.features()).containsValue(false);
    assertThat(definition.tags()).isEqualTo(Map.of("team", "x", "site", "y"));
    assertThat(definition.replicas())
        .containsExactly(
            new Replica("replica-1", "r1", 1, null), new Replica("replica-2", "r2", 0, null));
    assertThat(definition.password()).isEqualTo(Secret.of("env://WEIR_MY_DB_PASSWORD"));
  }

  @Test
  void aNameThatNobodyKnowsIsAWarningAndWeirsOwnNamesAreNot() {
    Loaded loaded =
        loader(
                Map.of("WEIR_A_PROT", "1", "WEIR_ADMIN_PASSWORD", "x", "WEIR_OTHER_HOST", "y"),
                Map.of())
            .load(
                "weir.yaml",
                "databases: {a: {type: redis, host: h}, admin: {type: redis, host: h}}");

    assertThat(loaded.problems())
        .singleElement()
        .satisfies(p ->
            assertThat(p.toString())
                .isEqualTo(
                    "variable WEIR_A_PROT: warning: databases.a: There is no key of this name."
                        + " Did you mean WEIR_A_PORT?"));
    assertThat(loaded.catalog().find("admin").get().password()).isNull();
  }

  @Test
  void theOtherVariablesAreKeptAsSettings() {
    Settings settings =
        loader(
                Map.ofEntries(
                    Map.entry("DB_HEALTH_CHECK_INTERVAL", "45000"),
                    Map.entry("BACKUP_DIR", "/backups"),
                    Map.entry("BACKUP_RETENTION_DAYS", "31"),
                    Map.entry("BACKUP_ENCRYPTION_KEY", "hunter2"),
                    Map.entry("BACKUP_COMPRESSION", "zstd"),
                    Map.entry("CLOUD_STORAGE_ENABLED", "true"),
                    Map.entry("CLOUD_STORAGE_PROVIDER", "aws"),
                    Map.entry("AWS_S3_BUCKET", "s3"),
                    Map.entry("GCP_BUCKET", "gcs"),
                    Map.entry("NOTIFICATION_ENABLED", "true"),
                    Map.entry("NOTIFICATION_EMAIL", "a@example.org"),
                    Map.entry("NOTIFICATION_WEBHOOK", "https://hooks.example.org/x"),
                    Map.entry("WEIR_LOG_LEVEL", "trace")),
                Map.of())
            .load()
            .settings();

    assertThat(settings.healthInterval()).isEqualTo(Duration.ofSeconds(45));
    assertThat(settings.logLevel()).isEqualTo(Settings.LogLevel.TRACE);
    Settings.Backup backup = settings.backup();
    assertThat(backup.repository()).isEqualTo("/backups");
    assertThat(backup.retention()).isEqualTo(Duration.ofDays(31));
    assertThat(backup.encryptionKey()).isEqualTo(Secret.of("env://BACKUP_ENCRYPTION_KEY"));
    assertThat(backup.compression()).isEqualTo(Settings.Compression.ZSTD);
    assertThat(settings.storage())
        .isEqualTo(new Settings.Storage(true, Settings.Provider.AWS, "s3", "gcs", null, null));
    assertThat(settings.notification().email()).isEqualTo("a@example.org");
    assertThat(settings.notification().webhook())
        .isEqualTo(Secret.of("env://NOTIFICATION_WEBHOOK"));
  }

  @Test
  void storageWithoutABucketAndNotificationWithoutAReaderAreTold() {
    Loaded loaded =
        loader(
                Map.of(
                    "CLOUD_STORAGE_ENABLED", "true",
                    "CLOUD_STORAGE_PROVIDER", "gcp",
                    "NOTIFICATION_ENABLED", "true"),
                Map.of())
            .load();

    assertThat(loaded.errors())
        .extracting(Problem::path)
        .containsExactlyInAnyOrder("settings.storage.enabled", "settings.notification.enabled");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "WEIR_ENV=prod,NODE_ENV=test|staging|PRODUCTION",
        "NODE_ENV=production|staging|STAGING",
        "NODE_ENV=production,APP_ENV=test||PRODUCTION",
        "NODE_ENV=whatever,APP_ENV=testing||TEST",
        "SPRING_PROFILES_ACTIVE=kubernetes,stage||STAGING",
        "X=1||DEVELOPMENT",
      })
  void theEnvironmentIsNamedOrDetected(String variables, String inFile, Environment expected) {
    Map<String, String> map = new java.util.HashMap<>();
    String[] parts = variables.split("[,=](?=[A-Z_]+=)", -1);
    for (String part : parts) {
      map.put(part.substring(0, part.indexOf('=')), part.substring(part.indexOf('=') + 1));
    }
    String text = inFile == null ? "" : "environment: " + inFile;

    assertThat(loader(map, Map.of()).load("weir.yaml", text).catalog().environment())
        .isEqualTo(expected);
    assertThat(
            loader(map, Map.of("environment", "test"))
                .load("weir.yaml", text)
                .catalog()
                .environment())
        .isEqualTo(Environment.TEST);
  }

  private static Definition defaultOf(Map<String, String> variables) {
    List<Definition> all =
        List.copyOf(loader(variables, Map.of()).load().catalog().databases().values());
    assertThat(all).hasSize(1);
    return all.getFirst();
  }
}
