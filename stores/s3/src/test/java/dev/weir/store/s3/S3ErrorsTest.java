package dev.weir.store.s3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.weir.api.ErrorCode;
import dev.weir.api.Rejected;
import dev.weir.api.Secret;
import dev.weir.api.WeirException;
import dev.weir.spi.store.ObjectStore;
import dev.weir.spi.store.ObjectStore.Mode;
import dev.weir.testing.stores.HttpFaults;
import java.io.IOException;
import java.net.URI;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What S3 says, in its own words, is told as an error that says what to mend. */
class S3ErrorsTest {
  private static final int ALWAYS = 1_000;

  /** All answers are scripted: nothing listens behind it. */
  private final HttpFaults s3 = HttpFaults.before(URI.create("http://127.0.0.1:1"));

  @AfterEach
  void close() {
    s3.close();
  }

  private ObjectStore open(Map<String, String> more) {
    Map<String, Secret> options = new HashMap<>();
    options.put("endpoint", Secret.of(s3.address().toString()));
    options.put("access-key", Secret.of("AKIATEST"));
    options.put("secret-key", Secret.of("the-secret-itself"));
    options.put("retry-for", Secret.of("3s"));
    more.forEach((name, value) -> options.put(name, Secret.of(value)));
    return new S3StoreProvider().open(URI.create("s3://bucket/weir"), options);
  }

  private static String xml(String code) {
    return "<?xml version=\"1.0\"?><Error><Code>%s</Code><Message>What S3 says.</Message></Error>"
        .formatted(code);
  }

  @ParameterizedTest
  @CsvSource({
    "403, InvalidAccessKeyId, S3-003",
    "403, SignatureDoesNotMatch, S3-003",
    "400, ExpiredToken, S3-003",
    "400, InvalidToken, S3-003",
    "403, AccessDenied, S3-004",
    "404, NoSuchBucket, S3-005",
    "301, PermanentRedirect, S3-006",
    "400, AuthorizationHeaderMalformed, S3-006",
    "400, InvalidStorageClass, S3-011"
  })
  void what_only_a_person_can_mend_is_told_at_once(int status, String code, String id)
      throws IOException {
    s3.answer(ALWAYS, _ -> true, status, Map.of("x-amz-bucket-region", "eu-west-1"), xml(code));

    try (ObjectStore store = open(Map.of())) {
      assertThatExceptionOfType(WeirException.class)
          .isThrownBy(() -> store.put("a", new byte[1], Mode.REPLACE))
          .matches(e -> e.code().id().equals(id))
          .withMessageContaining("s3://bucket/weir")
          .withMessageContaining("eu-west-1")
          .withMessageNotContaining("the-secret-itself");
    }
    assertThat(s3.seen()).hasSize(1);
  }

  @Test
  void a_clock_that_stays_wrong_is_told() throws IOException {
    s3.answer(ALWAYS, _ -> true, 403, Map.of(), xml("RequestTimeTooSkewed"));

    refused(S3Error.CLOCK);
  }

  private void refused(ErrorCode code) {
    try (ObjectStore store = open(Map.of())) {
      assertThatExceptionOfType(WeirException.class)
          .isThrownBy(() -> store.put("a", new byte[1], Mode.REPLACE))
          .matches(e -> e.code() == code);
    }
  }

  @Test
  void a_missing_bucket_is_not_taken_for_a_missing_object() throws IOException {
    s3.answer(ALWAYS, r -> r.method().equals("HEAD"), 404, Map.of(), "");
    s3.answer(ALWAYS, _ -> true, 404, Map.of(), xml("NoSuchBucket"));

    try (ObjectStore store = open(Map.of())) {
      assertThatExceptionOfType(Rejected.class)
          .isThrownBy(() -> store.find("a"))
          .matches(e -> e.code() == S3Error.NO_BUCKET);
    }
  }

  @Test
  void a_server_that_overwrites_although_told_not_to_is_found_out() throws IOException {
    s3.answer(ALWAYS, _ -> true, 200, Map.of("ETag", "\"x\""), "");

    try (ObjectStore store = open(Map.of())) {
      assertThatExceptionOfType(WeirException.class)
          .isThrownBy(() -> store.put("a", new byte[1], Mode.NEW))
          .matches(e -> e.code() == S3Error.NO_CONDITIONAL_WRITES);
    }
    assertThat(s3.seen().getLast())
        .matches(r -> r.method().equals("DELETE") && r.uri().contains(".weir-trial-"));
    assertThat(s3.seen()).noneMatch(r -> r.uri().endsWith("/weir/a"));
  }

  @Test
  void without_conditional_writes_it_looks_before_it_writes() throws IOException {
    s3.answer(1, r -> r.method().equals("HEAD"), 404, Map.of(), "");
    s3.answer(ALWAYS, _ -> true, 200, Map.of("ETag", "\"x\"", "Content-Length", "1"), "");

    try (ObjectStore store = open(Map.of("conditional-writes", "false"))) {
      assertThat(store.put("a", new byte[1], Mode.NEW)).isTrue();
      assertThat(store.put("a", new byte[1], Mode.NEW)).isFalse();
    }
    assertThat(s3.seen())
        .extracting(HttpFaults.Seen::method)
        .containsExactly("HEAD", "PUT", "HEAD");
  }

  @Test
  void encryption_storage_class_and_checksum_are_asked_for() throws IOException {
    s3.answer(ALWAYS, _ -> true, 200, Map.of("ETag", "\"x\""), "");

    try (ObjectStore store =
        open(Map.of("sse", "aws:kms:alias/backups", "storage-class", "STANDARD_IA"))) {
      store.put("a", "weir".getBytes(java.nio.charset.StandardCharsets.UTF_8), Mode.REPLACE);
    }
    assertThat(s3.seen().getFirst().headers())
        .containsEntry("x-amz-server-side-encryption", "aws:kms")
        .containsEntry("x-amz-server-side-encryption-aws-kms-key-id", "alias/backups")
        .containsEntry("x-amz-storage-class", "STANDARD_IA")
        .containsKey("x-amz-checksum-crc32c")
        .doesNotContainKey("x-amz-trailer");
  }

  @Test
  void missing_credentials_are_told() {
    System.setProperty("aws.disableEc2Metadata", "true");
    try (ObjectStore store =
        new S3StoreProvider()
            .open(
                URI.create("s3://bucket/weir"),
                Map.of("endpoint", Secret.of(s3.address().toString())))) {
      assertThatExceptionOfType(Rejected.class)
          .isThrownBy(() -> store.put("a", new byte[1], Mode.REPLACE))
          .matches(e -> e.code() == S3Error.NO_CREDENTIALS);
    } finally {
      System.clearProperty("aws.disableEc2Metadata");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"s3:///x", "s3://UPPER/x", "s3://bucket/a b%20", "s3://bucket/../x"})
  void a_location_that_makes_no_sense_is_refused_with_a_sentence(String location) {
    URI uri = URI.create(location.replace(" ", "%20"));

    assertThat(new S3StoreProvider().check(uri, Map.of())).isNotEmpty();
    assertThatExceptionOfType(Rejected.class)
        .isThrownBy(() -> new S3StoreProvider().open(uri, Map.of()))
        .matches(e -> e.code() == S3Error.INVALID_LOCATION);
  }

  @Test
  void all_problems_of_the_options_are_told_at_once() {
    List<String> problems =
        new S3StoreProvider()
            .check(
                URI.create("s3://bucket/x"),
                Map.of(
                    "access-key", Secret.of("only this"),
                    "sse", Secret.of("rot13"),
                    "checksum", Secret.of("sum"),
                    "path-style", Secret.of("yes"),
                    "stall-timeout", Secret.of("soon"),
                    "endpoint", Secret.of("minio")));

    assertThat(problems).hasSize(6);
  }
}
