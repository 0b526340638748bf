package dev.weir.store.gcs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.weir.api.Denied;
import dev.weir.api.Rejected;
import dev.weir.api.Secret;
import dev.weir.spi.store.ObjectStore;
import dev.weir.spi.store.ObjectStore.Mode;
import dev.weir.testing.stores.GoogleFake;
import dev.weir.testing.stores.HttpFaults.Seen;
import dev.weir.testing.stores.NetworkStoreContract;
import java.io.IOException;
import java.net.URI;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The contract with Google's own client against a fake of its JSON API. */
@Tag("long")
class GcsStoreContractIT extends NetworkStoreContract {
  private final GoogleFake google = new GoogleFake();

  @AfterAll
  void stop() {
    google.close();
  }

  @Override
  protected URI server() {
    return google.address();
  }

  @Override
  protected URI location(String name) {
    return URI.create("gs://" + GoogleFake.BUCKET + "/" + name);
  }

  @Override
  protected Map<String, String> options(URI server) {
    return Map.of("endpoint", server.toString());
  }

  @Override
  protected boolean upload(Seen request) {
    return request.uri().contains("/upload/");
  }

  @Override
  protected boolean download(Seen request) {
    return request.method().equals("GET") && request.uri().contains("alt=media");
  }

  @Test
  void credentials_that_are_refused_are_told_without_waiting() throws IOException {
    refused(401, "Invalid Credentials", GcsError.CREDENTIALS_REFUSED);
  }

  @Test
  void a_service_account_signs_in_and_one_whose_key_is_gone_is_told() throws IOException {
    try (ObjectStore store = open("account", options(google.account().file()))) {
      String key = key();
      store.put(key, new byte[] {1, 2, 3}, Mode.NEW);
      assertThat(read(store, key, 1)).containsExactly(2, 3);
    }
    try (ObjectStore store = open("account", options(google.account().fileOfAnOldKey()))) {
      assertThatExceptionOfType(Denied.class)
          .isThrownBy(() -> store.put("no", new byte[1], Mode.NEW))
          .matches(e -> e.code() == GcsError.CREDENTIALS_REFUSED)
          .withMessageNotContaining("PRIVATE KEY");
      assertThatExceptionOfType(Denied.class)
          .isThrownBy(() -> store.find("no"))
          .matches(e -> e.code() == GcsError.CREDENTIALS_REFUSED);
    }
  }

  private Map<String, String> options(String credentials) {
    return Map.of("endpoint", server().toString(), "credentials", credentials);
  }

  @Test
  void rights_that_are_missing_are_told_without_waiting() throws IOException {
    refused(403, "does not have storage.objects.create access", GcsError.FORBIDDEN);
  }

  private void refused(int status, String message, GcsError expected) throws IOException {
    try (ObjectStore store = openThroughLine(Map.of())) {
      line()
          .answer(
              2,
              _ -> true,
              status,
              Map.of("Content-Type", "application/json"),
              "{\"error\": {\"code\": %d, \"message\": \"%s\"}}".formatted(status, message));

      assertThatExceptionOfType(Denied.class)
          .isThrownBy(() -> store.put("no", new byte[1], Mode.NEW))
          .matches(e -> e.code() == expected)
          .withMessageContaining(String.valueOf(status));
      assertThatExceptionOfType(Denied.class)
          .isThrownBy(() -> store.find("no"))
          .matches(e -> e.code() == expected);
    }
  }

  @Test
  void a_bucket_that_does_not_exist_is_told() {
    Map<String, Secret> options = Map.of("endpoint", Secret.of(server().toString()));
    try (ObjectStore store = provider("gs").open(URI.create("gs://no-such-bucket/x"), options)) {
      assertThatExceptionOfType(Rejected.class)
          .isThrownBy(() -> store.put("any", new byte[1], Mode.NEW))
          .matches(e -> e.code() == GcsError.NO_BUCKET);
      assertThatExceptionOfType(Rejected.class)
          .isThrownBy(() -> store.find("any"))
          .matches(e -> e.code() == GcsError.NO_BUCKET);
      assertThatExceptionOfType(Rejected.class)
          .isThrownBy(() -> store.list("", _ -> {}))
          .matches(e -> e.code() == GcsError.NO_BUCKET);
    }
  }

  @Test
  void credentials_that_cannot_be_read_are_told() {
    assertThatExceptionOfType(Rejected.class)
        .isThrownBy(() ->
            provider("gs")
                .open(
                    location("x"), Map.of("credentials", Secret.of("{\"private_key\": \"none\"}"))))
        .matches(e -> e.code() == GcsError.NO_CREDENTIALS)
        .withMessageNotContaining("private_key");
  }
}
