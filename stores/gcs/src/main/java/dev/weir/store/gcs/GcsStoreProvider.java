package dev.weir.store.gcs;

import dev.weir.api.Rejected;
import dev.weir.api.Secret;
import dev.weir.spi.store.ObjectStore;
import dev.weir.spi.store.ObjectStoreProvider;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Opens {@code gs://bucket/prefix}. */
public final class GcsStoreProvider implements ObjectStoreProvider {
  @Override
  public Set<String> schemes() {
    return Set.of("gs");
  }

  @Override
  public Map<String, String> options() {
    return GcsSettings.OPTIONS;
  }

  @Override
  public List<String> check(URI location, Map<String, Secret> options) {
    return GcsSettings.of(location, options).problems();
  }

  @Override
  public ObjectStore open(URI location, Map<String, Secret> options) {
    GcsSettings settings = GcsSettings.of(location, options);
    if (!settings.problems().isEmpty()) {
      throw Rejected.because(
          GcsError.INVALID_LOCATION,
          "The store " + settings.location() + ": " + String.join(" ", settings.problems()));
    }
    return GcsStore.open(settings);
  }
}
