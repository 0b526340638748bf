package dev.weir.operations.backup.store;

import dev.weir.api.Secret;
import dev.weir.engine.plugin.Plugins;
import dev.weir.operations.backup.BackupError;
import dev.weir.spi.store.ObjectStore;
import dev.weir.spi.store.ObjectStoreProvider;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentSkipListMap;
import org.jspecify.annotations.Nullable;

/**
 * The kinds of storage that are installed, by the schemes of their locations: those on the class
 * path, and those of plugins, which are looked for when a scheme is asked for that is not there.
 */
public final class ObjectStores {
  private final Map<String, ObjectStoreProvider> providers = new ConcurrentSkipListMap<>();
  private final @Nullable Plugins plugins;

  public ObjectStores(Collection<ObjectStoreProvider> providers) {
    this(providers, null);
  }

  private ObjectStores(Collection<ObjectStoreProvider> providers, @Nullable Plugins plugins) {
    this.plugins = plugins;
    for (ObjectStoreProvider provider : providers) {
      provider.schemes().forEach(scheme -> this.providers.put(scheme, provider));
    }
  }

  /** Those that {@link ServiceLoader} finds, and those of the distribution's plugins. */
  public static ObjectStores installed() {
    return new ObjectStores(
        ServiceLoader.load(ObjectStoreProvider.class).stream()
            .map(ServiceLoader.Provider::get)
            .toList(),
        Plugins.installed());
  }

  public Collection<String> schemes() {
    return List.copyOf(providers.keySet());
  }

  /** Problems of a location that show without a connection, each a sentence. */
  public List<String> check(String location, Map<String, Secret> options) {
    URI uri = uri(location);
    return provider(uri).check(uri, options);
  }

  /**
   * Opens the storage at a location: a URI, or the path of a folder.
   *
   * @throws dev.weir.api.Rejected with {@code BACKUP-006} when it cannot be understood
   */
  public ObjectStore open(String location, Map<String, Secret> options) {
    URI uri = uri(location);
    return provider(uri).open(uri, options);
  }

  private ObjectStoreProvider provider(URI uri) {
    String scheme = String.valueOf(uri.getScheme());
    ObjectStoreProvider provider = providers.get(scheme);
    if (provider == null) {
      provider = plugin(scheme);
    }
    if (provider == null) {
      throw BackupError.UNKNOWN_STORAGE.because(
          "No storage for locations of the scheme "
              + scheme
              + " is installed; there are "
              + installedSchemes()
              + ".");
    }
    return provider;
  }

  private Collection<String> installedSchemes() {
    Set<String> all = new TreeSet<>(providers.keySet());
    if (plugins != null) {
      plugins.find(
          ObjectStoreProvider.class,
          each -> {
            all.addAll(each.schemes());
            return false;
          });
    }
    return all;
  }

  private synchronized @Nullable ObjectStoreProvider plugin(String scheme) {
    if (plugins == null) {
      return null;
    }
    plugins
        .find(ObjectStoreProvider.class, each -> each.schemes().contains(scheme))
        .ifPresent(found -> providers.put(scheme, PluginStore.provider(found)));
    return providers.get(scheme);
  }

  private static URI uri(String location) {
    if (!location.matches("(?s)[a-z][a-z0-9+-]+:.*")) {
      return Path.of(location).toAbsolutePath().normalize().toUri();
    }
    try {
      return new URI(location);
    } catch (URISyntaxException wrong) {
      throw BackupError.UNKNOWN_STORAGE.because(
          "The location of a repository is not a URI: " + wrong.getReason() + ".");
    }
  }
}
