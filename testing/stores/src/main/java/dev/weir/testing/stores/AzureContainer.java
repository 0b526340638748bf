package dev.weir.testing.stores;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Base64;
import java.util.Locale;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Makes a container by one signed request, for tests without Azure's client (learn.microsoft.com,
 * Authorize with Shared Key).
 */
final class AzureContainer {
  private static final String VERSION = "2021-08-06";

  private AzureContainer() {}

  static void create(URI server, String name) throws IOException {
    String date =
        DateTimeFormatter.ofPattern("EEE, dd MMM yyyy HH:mm:ss 'GMT'", Locale.ROOT)
            .format(ZonedDateTime.now(ZoneOffset.UTC));
    HttpRequest request =
        HttpRequest.newBuilder(
                URI.create(server + "/" + Azurite.ACCOUNT + "/" + name + "?restype=container"))
            .header("x-ms-date", date)
            .header("x-ms-version", VERSION)
            .header(
                "Authorization", "SharedKey " + Azurite.ACCOUNT + ":" + signature(text(date, name)))
            .PUT(HttpRequest.BodyPublishers.noBody())
            .build();
    try (HttpClient client = HttpClient.newHttpClient()) {
      HttpResponse<String> answer = client.send(request, HttpResponse.BodyHandlers.ofString());
      if (answer.statusCode() != 201) {
        throw new IOException("Azurite made no container " + name + ": " + answer.body());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException(e);
    }
  }

  /** What is signed; the account comes twice, as it is in the path too. */
  private static String text(String date, String name) {
    return "PUT\n\n\n\n\n\n\n\n\n\n\n\nx-ms-date:%s\nx-ms-version:%s\n/%s/%s/%s\nrestype:container"
        .formatted(date, VERSION, Azurite.ACCOUNT, Azurite.ACCOUNT, name);
  }

  private static String signature(String text) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(Base64.getDecoder().decode(Azurite.KEY), "HmacSHA256"));
      return Base64.getEncoder().encodeToString(mac.doFinal(text.getBytes(StandardCharsets.UTF_8)));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }
}
