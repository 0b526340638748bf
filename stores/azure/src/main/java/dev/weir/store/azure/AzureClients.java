package dev.weir.store.azure;

import com.azure.core.http.jdk.httpclient.JdkHttpClientBuilder;
import com.azure.storage.blob.BlobContainerClient;
import com.azure.storage.blob.BlobServiceClientBuilder;
import com.azure.storage.common.StorageSharedKeyCredential;
import com.azure.storage.common.policy.RequestRetryOptions;
import com.azure.storage.common.policy.RetryPolicyType;
import java.time.Duration;

/**
 * Makes the client of the Azure SDK over the JDK's own HTTP. It makes one attempt at each request:
 * attempts, their time and their end are ours.
 */
final class AzureClients {
  private static final Duration CONNECT = Duration.ofSeconds(10);

  private AzureClients() {}

  static BlobContainerClient container(AzureSettings settings) {
    Duration stall = settings.patience().stall();
    BlobServiceClientBuilder builder =
        new BlobServiceClientBuilder()
            .httpClient(
                new JdkHttpClientBuilder()
                    .connectionTimeout(stall.compareTo(CONNECT) < 0 ? stall : CONNECT)
                    .readTimeout(stall)
                    .responseTimeout(Duration.ZERO)
                    .writeTimeout(Duration.ZERO)
                    .build())
            .retryOptions(
                new RequestRetryOptions(
                    RetryPolicyType.FIXED, 1, Duration.ofDays(1), null, null, null));
    switch (settings.credential()) {
      case AzureSettings.Credential.Key key ->
          builder
              .endpoint(settings.endpoint().toString())
              .credential(new StorageSharedKeyCredential(settings.account(), key.text()));
      case AzureSettings.Credential.Sas sas ->
          builder.endpoint(settings.endpoint().toString()).sasToken(sas.text());
      case AzureSettings.Credential.Connection all -> builder.connectionString(all.text());
    }
    return builder.buildClient().getBlobContainerClient(settings.container());
  }
}
