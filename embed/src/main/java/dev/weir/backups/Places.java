package dev.weir.backups;

import dev.weir.Home;
import dev.weir.api.Secret;
import dev.weir.engine.config.Settings;
import dev.weir.engine.secret.Secrets;
import dev.weir.operations.backup.store.ObjectStores;
import dev.weir.spi.store.ObjectStore;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;

/** Where the repository of a home and its copies are. */
final class Places {
  private static final String PRIMARY = "repository";
  private final Home home;
  private final Settings settings;
  private final Secrets secrets;
  private final Path directory;
  private final ObjectStores stores = ObjectStores.installed();

  Places(Home home, Settings settings, Secrets secrets, Path directory) {
    this.home = home;
    this.settings = settings;
    this.secrets = secrets;
    this.directory = directory;
  }

  ObjectStore primary() {
    String named = settings.backup().repository();
    String location = named == null ? home.folder().resolve("backups").toString() : named;
    return open(PRIMARY, location);
  }

  /** The copies by their names. */
  Map<String, ObjectStore> copies() {
    Map<String, String> all = new LinkedHashMap<>(settings.backup().copies());
    if (settings.storage().enabled()) {
      all.putIfAbsent("storage", bucket(settings.storage()));
    }
    Map<String, ObjectStore> copies = new LinkedHashMap<>();
    all.forEach((name, location) -> copies.put(name, open(name, location)));
    return copies;
  }

  /** What the older settings of one bucket mean; they were checked when they were read. */
  private static String bucket(Settings.Storage storage) {
    return switch (Objects.requireNonNull(storage.provider())) {
      case AWS -> "s3://" + storage.s3Bucket();
      case GCP -> "gs://" + storage.gcsBucket();
      case AZURE ->
          "azure://"
              + (storage.azureAccount() == null ? "" : storage.azureAccount() + "/")
              + storage.azureContainer();
    };
  }

  private ObjectStore open(String name, String location) {
    boolean path = !location.matches("(?s)[a-z][a-z0-9+-]+:.*");
    return stores.open(
        path ? directory.resolve(location).normalize().toString() : location, options(name));
  }

  private Map<String, Secret> options(String name) {
    Map<String, Secret> options = new HashMap<>();
    settings
        .backup()
        .options()
        .forEach((key, value) -> {
          if (key.startsWith(name + ".")) {
            String revealed = Objects.requireNonNull(secrets.resolve(value));
            options.put(key.substring(name.length() + 1), Secret.of(revealed));
          }
        });
    return options;
  }
}
