package dev.weir.store.azure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.azure.storage.blob.BlobServiceClientBuilder;
import com.azure.storage.blob.sas.BlobContainerSasPermission;
import com.azure.storage.blob.sas.BlobServiceSasSignatureValues;
import dev.weir.api.Denied;
import dev.weir.api.Rejected;
import dev.weir.api.WeirException;
import dev.weir.spi.store.ObjectStore;
import dev.weir.spi.store.ObjectStore.Mode;
import dev.weir.testing.stores.Azurite;
import dev.weir.testing.stores.HttpFaults.Seen;
import dev.weir.testing.stores.NetworkStoreContract;
import java.io.IOException;
import java.net.URI;
import java.time.OffsetDateTime;
import java.util.Base64;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The contract against Azurite, Microsoft's emulator, which checks signatures. */
@Tag("long")
class AzureStoreContractIT extends NetworkStoreContract {
  private static final String CONTAINER = "weir-test";

  private final Azurite azurite = Azurite.start();

  AzureStoreContractIT() {
    new BlobServiceClientBuilder()
        .connectionString(connectionString(azurite.address()))
        .httpClient(new com.azure.core.http.jdk.httpclient.JdkHttpClientBuilder().build())
        .buildClient()
        .createBlobContainer(CONTAINER);
  }

  @AfterAll
  void stop() {
    azurite.close();
  }

  @Override
  protected URI server() {
    return azurite.address();
  }

  @Override
  protected URI location(String name) {
    return URI.create("azure://" + Azurite.ACCOUNT + "/" + CONTAINER + "/" + name);
  }

  @Override
  protected Map<String, String> options(URI server) {
    return Map.of("endpoint", endpoint(server), "account-key", Azurite.KEY);
  }

  /** Azure's client asks for one block after the other. */
  @Override
  protected boolean lateDownload(Seen request) {
    return download(request) && line().sent(this::download) >= 3 * PART;
  }

  @Override
  protected long lateBytes() {
    return PART / 4;
  }

  private static String endpoint(URI server) {
    return server + "/" + Azurite.ACCOUNT;
  }

  private static String connectionString(URI server) {
    return "DefaultEndpointsProtocol=http;AccountName=%s;AccountKey=%s;BlobEndpoint=%s;"
        .formatted(Azurite.ACCOUNT, Azurite.KEY, endpoint(server));
  }

  private static void roundTrip(ObjectStore store) throws IOException {
    String key = key();
    store.put(key, new byte[] {1, 2, 3}, Mode.NEW);
    assertThat(read(store, key, 1)).containsExactly(2, 3);
    store.delete(key);
  }

  @Test
  void a_connection_string_opens_it_too() throws IOException {
    try (ObjectStore store =
        open("by-string", Map.of("connection-string", connectionString(server())))) {
      roundTrip(store);
    }
  }

  @Test
  void a_signature_for_the_container_opens_it_too() throws IOException {
    String sas =
        new BlobServiceClientBuilder()
            .connectionString(connectionString(server()))
            .httpClient(new com.azure.core.http.jdk.httpclient.JdkHttpClientBuilder().build())
            .buildClient()
            .getBlobContainerClient(CONTAINER)
            .generateSas(
                new BlobServiceSasSignatureValues(
                    OffsetDateTime.now().plusHours(1), BlobContainerSasPermission.parse("rwdl")));

    try (ObjectStore store = open("by-sas", Map.of("endpoint", endpoint(server()), "sas", sas))) {
      roundTrip(store);
    }
  }

  @Test
  void a_signature_that_allows_too_little_is_told() throws IOException {
    String sas =
        new BlobServiceClientBuilder()
            .connectionString(connectionString(server()))
            .httpClient(new com.azure.core.http.jdk.httpclient.JdkHttpClientBuilder().build())
            .buildClient()
            .getBlobContainerClient(CONTAINER)
            .generateSas(
                new BlobServiceSasSignatureValues(
                    OffsetDateTime.now().plusHours(1), BlobContainerSasPermission.parse("rl")));

    try (ObjectStore store =
        open("read-only", Map.of("endpoint", endpoint(server()), "sas", sas))) {
      assertThatExceptionOfType(Denied.class)
          .isThrownBy(() -> store.put("no", new byte[1], Mode.NEW))
          .matches(e -> e.code() == AzureError.FORBIDDEN)
          .withMessageContaining(store.location());
    }
  }

  @Test
  void a_wrong_key_is_told_without_waiting() {
    String wrong = Base64.getEncoder().encodeToString(new byte[64]);
    try (ObjectStore store =
        open("wrong", Map.of("endpoint", endpoint(server()), "account-key", wrong))) {
      assertThatExceptionOfType(WeirException.class)
          .isThrownBy(() -> store.put("no", new byte[1], Mode.NEW))
          .matches(e -> e.code() == AzureError.CREDENTIALS_REFUSED)
          .withMessageContaining(store.location())
          .withMessageNotContaining(wrong);
      assertThatExceptionOfType(WeirException.class)
          .isThrownBy(() -> store.find("no"))
          .matches(e -> e.code() == AzureError.CREDENTIALS_REFUSED);
    }
  }

  @Test
  void a_container_that_does_not_exist_is_told() {
    URI location = URI.create("azure://" + Azurite.ACCOUNT + "/no-such-container/x");
    Map<String, dev.weir.api.Secret> options =
        Map.of(
            "endpoint", dev.weir.api.Secret.of(endpoint(server())),
            "account-key", dev.weir.api.Secret.of(Azurite.KEY));
    try (ObjectStore store = provider("azure").open(location, options)) {
      assertThatExceptionOfType(Rejected.class)
          .isThrownBy(() -> store.find("any"))
          .matches(e -> e.code() == AzureError.NO_CONTAINER);
      assertThatExceptionOfType(Rejected.class)
          .isThrownBy(() -> store.put("any", new byte[1], Mode.NEW))
          .matches(e -> e.code() == AzureError.NO_CONTAINER);
      assertThatExceptionOfType(Rejected.class)
          .isThrownBy(() -> store.list("", _ -> {}))
          .matches(e -> e.code() == AzureError.NO_CONTAINER);
    }
  }
}
