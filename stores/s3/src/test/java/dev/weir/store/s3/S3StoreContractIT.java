package dev.weir.store.s3;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.spi.store.ObjectStore;
import dev.weir.spi.store.ObjectStore.Mode;
import dev.weir.spi.store.ObjectUpload;
import dev.weir.testing.stores.Content;
import dev.weir.testing.stores.HttpFaults;
import dev.weir.testing.stores.HttpFaults.Seen;
import dev.weir.testing.stores.NetworkStoreContract;
import dev.weir.testing.stores.S3Mock;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/** The contract against S3Mock, a server of the S3 protocol. */
class S3StoreContractIT extends NetworkStoreContract {
  private final S3Mock mock = S3Mock.start();
  private final HttpFaults turnstile = HttpFaults.before(mock.address());

  /** S3 decides on a condition and writes in one step; S3Mock does so for one request at a time. */
  S3StoreContractIT() {
    turnstile.inTurn(
        request -> !request.method().equals("GET") && !request.uri().contains("partNumber="));
  }

  @AfterAll
  void stop() {
    turnstile.close();
    mock.close();
  }

  @Override
  protected URI server() {
    return turnstile.address();
  }

  @Override
  protected URI location(String name) {
    return URI.create("s3://" + S3Mock.BUCKET + "/" + name);
  }

  @Override
  protected Map<String, String> options(URI server) {
    return Map.of(
        "endpoint", server.toString(), "access-key", "key", "secret-key", "a-secret-of-the-test");
  }

  @Override
  protected boolean upload(Seen request) {
    return request.method().equals("PUT") && !request.uri().contains(".weir-trial");
  }

  /**
   * S3Mock 5.2.0 removes the object of that key together with an upload that is aborted, which S3
   * does not; so here it only counts that nobody overwrote it.
   */
  @Override
  protected void isUntouched(ObjectStore store, String key, String content) throws IOException {
    if (store.find(key).isPresent()) {
      super.isUntouched(store, key, content);
    }
  }

  @Test
  void an_upload_that_is_given_up_leaves_no_parts_behind() throws IOException {
    try (ObjectStore store = openThroughLine(Map.of())) {
      try (ObjectUpload upload = store.create("given-up")) {
        Content.of(31, LARGE).transferTo(upload);
      }

      assertThat(line().seen())
          .anyMatch(r -> r.method().equals("DELETE") && r.uri().contains("uploadId="));
    }
  }

  @Test
  void uploads_that_were_begun_later_are_not_discarded() throws IOException {
    try (ObjectStore store = openThroughLine(Map.of());
        ObjectUpload upload = store.create("under-way")) {
      Content.of(32, LARGE).transferTo(upload);

      store.discardUnfinished(Instant.now().minus(Duration.ofHours(1)));
      upload.commit(Mode.NEW);

      assertThat(store.find("under-way")).isPresent();
    }
  }

  @Test
  void a_completion_whose_answer_is_lost_is_known_as_our_own() throws IOException {
    try (ObjectStore store = openThroughLine(Map.of());
        ObjectUpload upload = store.create("completed")) {
      Content.of(33, LARGE).transferTo(upload);
      line().loseAnswers(1, r -> r.method().equals("POST") && r.uri().contains("completed"));

      upload.commit(Mode.REPLACE);

      assertThat(store.find("completed")).isPresent();
    }
  }

  @Test
  void parts_are_checked_by_md5_where_the_server_wants_that() throws IOException {
    try (ObjectStore store = openThroughLine(Map.of("checksum", "md5"))) {
      upload(store, "md5", Content.of(34, LARGE), Mode.NEW);

      assertThat(read(store, "md5", 0)).isEqualTo(Content.bytes(34, LARGE));
    }
  }
}
