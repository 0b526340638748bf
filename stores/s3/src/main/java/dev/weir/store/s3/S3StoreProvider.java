package dev.weir.store.s3;

import dev.weir.api.Rejected;
import dev.weir.api.Secret;
import dev.weir.spi.store.ObjectStore;
import dev.weir.spi.store.ObjectStoreProvider;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Opens {@code s3://bucket/prefix}. */
public final class S3StoreProvider implements ObjectStoreProvider {
  @Override
  public Set<String> schemes() {
    return Set.of("s3");
  }

  @Override
  public Map<String, String> options() {
    return S3Settings.OPTIONS;
  }

  @Override
  public List<String> check(URI location, Map<String, Secret> options) {
    return S3Settings.of(location, options).problems();
  }

  @Override
  public ObjectStore open(URI location, Map<String, Secret> options) {
    S3Settings settings = S3Settings.of(location, options);
    if (!settings.problems().isEmpty()) {
      throw Rejected.because(
          S3Error.INVALID_LOCATION,
          "The store " + settings.location() + ": " + String.join(" ", settings.problems()));
    }
    return S3Store.open(settings);
  }
}
