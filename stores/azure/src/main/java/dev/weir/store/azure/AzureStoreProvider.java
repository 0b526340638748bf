package dev.weir.store.azure;

import dev.weir.api.Rejected;
import dev.weir.api.Secret;
import dev.weir.spi.store.ObjectStore;
import dev.weir.spi.store.ObjectStoreProvider;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Opens {@code azure://account/container/prefix}. */
public final class AzureStoreProvider implements ObjectStoreProvider {
  @Override
  public Set<String> schemes() {
    return Set.of("azure");
  }

  @Override
  public Map<String, String> options() {
    return AzureSettings.OPTIONS;
  }

  @Override
  public List<String> check(URI location, Map<String, Secret> options) {
    return AzureSettings.of(location, options).problems();
  }

  @Override
  public ObjectStore open(URI location, Map<String, Secret> options) {
    AzureSettings settings = AzureSettings.of(location, options);
    if (!settings.problems().isEmpty()) {
      throw Rejected.because(
          AzureError.INVALID_LOCATION,
          "The store " + settings.location() + ": " + String.join(" ", settings.problems()));
    }
    return AzureStore.open(settings);
  }
}
