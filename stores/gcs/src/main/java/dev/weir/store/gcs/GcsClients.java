package dev.weir.store.gcs;

import com.google.api.gax.retrying.RetrySettings;
import com.google.auth.Credentials;
import com.google.auth.oauth2.GoogleCredentials;
import com.google.cloud.NoCredentials;
import com.google.cloud.http.HttpTransportOptions;
import com.google.cloud.storage.Storage;
import com.google.cloud.storage.StorageOptions;
import com.google.cloud.storage.StorageRetryStrategy;
import dev.weir.api.Rejected;
import dev.weir.store.transfer.Patience;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** Makes clients of Google's library over HTTP, whose requests are watched for stalls. */
final class GcsClients {
  /** What is sent at once, and so at most sent again. */
  static final int CHUNK = 8 << 20;

  private static final Duration CONNECT = Duration.ofSeconds(10);
  private static final String SCOPE = "https://www.googleapis.com/auth/devstorage.read_write";

  private GcsClients() {}

  /** One that makes one attempt at each request, because the attempts are ours. */
  static Storage once(GcsSettings settings) {
    return client(settings, RetrySettings.newBuilder().setMaxAttempts(1).build());
  }

  /** One that resumes an upload by itself: it alone knows how far the server has come. */
  static Storage resuming(GcsSettings settings) {
    Patience patience = settings.patience();
    return client(
        settings,
        RetrySettings.newBuilder()
            .setTotalTimeoutDuration(patience.retryFor())
            .setInitialRetryDelayDuration(Duration.ofMillis(100))
            .setRetryDelayMultiplier(2)
            .setMaxRetryDelayDuration(Duration.ofSeconds(10))
            .build());
  }

  private static Storage client(GcsSettings settings, RetrySettings attempts) {
    Duration stall = settings.patience().stall();
    Duration connect = stall.compareTo(CONNECT) < 0 ? stall : CONNECT;
    StorageOptions.Builder builder =
        StorageOptions.http()
            .setProjectId("weir")
            .setCredentials(credentials(settings))
            .setRetrySettings(attempts)
            .setStorageRetryStrategy(StorageRetryStrategy.getUniformStorageRetryStrategy())
            .setTransportOptions(
                HttpTransportOptions.newBuilder()
                    .setHttpTransportFactory(() -> new WatchedTransport(stall))
                    .setConnectTimeout(Math.toIntExact(connect.toMillis()))
                    .setReadTimeout(Math.toIntExact(stall.toMillis()))
                    .build());
    settings.endpoint().ifPresent(endpoint -> builder.setHost(endpoint.toString()));
    return builder.build().getService();
  }

  private static Credentials credentials(GcsSettings settings) {
    try {
      if (settings.key().isPresent()) {
        try (InputStream json = json(settings.key().get().text())) {
          return GoogleCredentials.fromStream(json).createScoped(List.of(SCOPE));
        }
      }
      return settings.endpoint().isPresent()
          ? NoCredentials.getInstance()
          : GoogleCredentials.getApplicationDefault().createScoped(List.of(SCOPE));
    } catch (IOException | IllegalArgumentException e) {
      throw Rejected.because(
          GcsError.NO_CREDENTIALS,
          settings.location()
              + ": the credentials cannot be read ("
              + e.getClass().getSimpleName()
              + ").");
    }
  }

  private static InputStream json(String text) throws IOException {
    return text.stripLeading().startsWith("{")
        ? new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8))
        : Files.newInputStream(Path.of(text));
  }
}
