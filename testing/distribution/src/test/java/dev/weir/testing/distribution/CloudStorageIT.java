package dev.weir.testing.distribution;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.testing.databases.DatabaseServer;
import dev.weir.testing.databases.Servers;
import dev.weir.testing.stores.Azurite;
import dev.weir.testing.stores.GoogleFake;
import dev.weir.testing.stores.HttpFaults;
import dev.weir.testing.stores.HttpFaults.Seen;
import dev.weir.testing.stores.S3Mock;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Backups of PostgreSQL in object storage, by the distribution's plugins and its own launcher. */
class CloudStorageIT {
  private static final String SUM =
      "select count(*), md5(string_agg(v::text, ',' order by id)) from visits v";

  private final DatabaseServer postgresql = Servers.postgresql15();
  private final Psql psql = Psql.of(postgresql);
  private final String database = "cloud_" + UUID.randomUUID().toString().substring(0, 8);

  @TempDir Path folder;

  private Distribution weir() {
    return new Distribution(folder);
  }

  @BeforeEach
  void aDatabase() throws Exception {
    psql.run("create database " + database, "create database " + database + "_twin");
    psql.in(
        database,
        "create table visits (id int primary key, note text)",
        "insert into visits select n, md5(n::text) || md5((-n)::text)"
            + " from generate_series(1, 20000) n");
  }

  @AfterEach
  void leaveNothing() throws Exception {
    for (String each : List.of(database, database + "_twin")) {
      psql.run("drop database if exists " + each + " with (force)");
    }
  }

  private static final String S3 = "s3://" + S3Mock.BUCKET + "/weir";
  private static final Map<String, String> S3_OPTIONS =
      Map.of("region", "us-east-1", "access-key", "test", "secret-key", "test");

  @Test
  void s3_keeps_backups_of_postgresql() throws Exception {
    try (S3Mock s3 = S3Mock.start();
        HttpFaults line = HttpFaults.before(s3.address())) {
      goesRound(S3, S3_OPTIONS, s3.address());

      // S3Mock checks no credentials: the answer is that of AWS.
      line.answer(
          Integer.MAX_VALUE,
          _ -> true,
          403,
          Map.of("Content-Type", "application/xml"),
          "<Error><Code>InvalidAccessKeyId</Code><Message>The AWS Access Key Id you provided does"
              + " not exist in our records.</Message></Error>");
      isRefused(S3, S3_OPTIONS, line.address(), "S3-003");
    }
  }

  @Test
  @Tag("long")
  void a_lost_network_to_s3_is_told() throws Exception {
    try (S3Mock s3 = S3Mock.start();
        HttpFaults line = HttpFaults.before(s3.address())) {
      configure(S3, S3_OPTIONS, s3.address());
      weir().done("backup", "create", "clinic");

      isLost(S3, S3_OPTIONS, line);
    }
  }

  @Test
  @Tag("long")
  void google_cloud_storage_keeps_backups_of_postgresql() throws Exception {
    try (GoogleFake google = new GoogleFake();
        HttpFaults line = HttpFaults.before(google.address())) {
      String place = "gs://" + GoogleFake.BUCKET + "/weir";
      Path key = Files.writeString(folder.resolve("account.json"), google.account().file());
      Map<String, String> options = Map.of("credentials", key.toString());

      goesRound(place, options, google.address());
      isLost(place, options, line);

      Files.writeString(key, google.account().fileOfAnOldKey());
      isRefused(place, options, google.address(), "GCS-003");
    }
  }

  /** Azurite is installed on its first use. */
  @Test
  @Tag("long")
  void azure_keeps_backups_of_postgresql() throws Exception {
    try (Azurite azure = Azurite.start();
        HttpFaults line = HttpFaults.before(azure.address())) {
      azure.container("backups");
      String place = "azure://" + Azurite.ACCOUNT + "/backups/weir";
      Map<String, String> options = Map.of("account-key", Azurite.KEY);

      goesRound(place, options, azure.address());
      isLost(place, options, line);

      String wrong = Base64.getEncoder().encodeToString(new byte[64]);
      isRefused(place, Map.of("account-key", wrong), azure.address(), "AZURE-002");
    }
  }

  private void goesRound(String place, Map<String, String> options, URI server) throws Exception {
    configure(place, options, server);
    Distribution weir = weir();
    assertThat(weir.done("backup", "create", "clinic", "-o", "ndjson"))
        .contains("\"encrypted\":true");
    assertThat(weir.done("backup", "verify", "clinic")).contains("is good", "tally");
    weir.done("restore", "clinic", "latest", "--into", "twin");

    assertThat(psql.in(database + "_twin", SUM))
        .startsWith("20000|")
        .isEqualTo(psql.in(database, SUM));
    assertThat(folder.resolve("home/backups")).doesNotExist();
  }

  /** The line breaks whenever more than a few bytes go up it, and then altogether. */
  private void isLost(String place, Map<String, String> options, HttpFaults line) throws Exception {
    Map<String, String> hasty = new TreeMap<>(options);
    hasty.put("retry-for", "10s");
    configure(place, hasty, line.address());
    line.dropRequests(Integer.MAX_VALUE, CloudStorageIT::isLarge, 10_000);

    assertThat(weir().refused("backup", "create", "clinic")).contains("[BACKUP-003]");
    line.restore();
    assertThat(weir().done("backup", "list", "clinic", "-o", "ndjson").lines()).hasSize(1);

    line.dropRequests(Integer.MAX_VALUE, _ -> true, 0);
    assertThat(weir().refused("backup", "create", "clinic")).contains("[BACKUP-003]");
    line.restore();
  }

  private static boolean isLarge(Seen request) {
    String length = request.headers().get("content-length");
    return length == null
        ? request.headers().containsKey("transfer-encoding")
        : Long.parseLong(length) > 100_000;
  }

  private void isRefused(String place, Map<String, String> options, URI server, String code)
      throws Exception {
    configure(place, options, server);

    assertThat(weir().refused("backup", "create", "clinic"))
        .contains("[" + code + "]")
        .doesNotContain("PRIVATE KEY");
  }

  private void configure(String place, Map<String, String> options, URI server) throws Exception {
    String endpoint = server + (place.startsWith("azure:") ? "/" + Azurite.ACCOUNT : "");
    StringBuilder text = new StringBuilder();
    options.forEach((name, value) ->
        text.append("      repository.").append(name).append(": \"").append(value).append("\"\n"));
    weir()
        .configure(
            """
            databases:
              clinic: {url: "%s"}
              twin: {url: "%s"}
            settings:
              backup:
                repository: %s
                options:
                  repository.endpoint: %s
            %s\
            """
                .formatted(url(database), url(database + "_twin"), place, endpoint, text));
  }

  private String url(String name) {
    return postgresql.adminUrl().replaceFirst("(://[^/]+/)[^?]*", "$1" + name);
  }

  @Test
  void a_location_that_makes_no_sense_is_told_by_the_plugin_that_is_meant() throws Exception {
    Map<String, String> none = Map.of();
    URI server = URI.create("http://127.0.0.1:1");

    configure("azure://account/container/weir", none, server);
    assertThat(weir().refused("backup", "list")).contains("[AZURE-");
    configure("gs://bucket/weir", Map.of("credentials", "nonsense"), server);
    assertThat(weir().refused("backup", "list")).contains("[GCS-");
    configure("ftp://bucket/weir", none, server);
    assertThat(weir().refused("backup", "list")).contains("BACKUP-006", "[azure, file, gs, s3]");
  }
}
