package dev.weir.operations.backup.store;

import dev.weir.api.Secret;
import dev.weir.operations.backup.BackupError;
import dev.weir.spi.store.ObjectStore;
import dev.weir.spi.store.ObjectStoreProvider;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Opens folders: {@code file:///var/backups/weir}. */
public final class FolderStoreProvider implements ObjectStoreProvider {
  @Override
  public Set<String> schemes() {
    return Set.of("file");
  }

  @Override
  public Map<String, String> options() {
    return Map.of();
  }

  @Override
  public List<String> check(URI location, Map<String, Secret> options) {
    if (location.getPath() == null || !location.getPath().startsWith("/")) {
      return List.of("Write the folder as file:///absolute/path; it is " + location + ".");
    }
    Path folder = Path.of(location.getPath());
    if (Files.exists(folder) && !Files.isDirectory(folder)) {
      return List.of(folder + " is a file; name a folder.");
    }
    return options.isEmpty()
        ? List.of()
        : List.of("A folder has no options; remove " + options.keySet() + ".");
  }

  @Override
  public ObjectStore open(URI location, Map<String, Secret> options) {
    List<String> problems = check(location, options);
    if (!problems.isEmpty()) {
      throw BackupError.UNKNOWN_STORAGE.because(String.join(" ", problems));
    }
    return new FolderStore(Path.of(location.getPath()));
  }
}
