package dev.weir.operations.backup.repository;

import dev.weir.operations.backup.stream.StorageFailure;
import dev.weir.spi.store.ObjectStore.Mode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/** The restores made from a repository, each an object of its own. */
public final class Restores {
  private static final JsonMapper JSON = new JsonMapper();
  private final Repository repository;

  public Restores(Repository repository) {
    this.repository = repository;
  }

  public String newId() {
    return BackupId.at(repository.clock().instant());
  }

  public void write(RestoreRecord record) {
    try {
      repository
          .store()
          .put(
              Places.RESTORES + record.id() + ".json",
              JSON.writerWithDefaultPrettyPrinter().writeValueAsBytes(record),
              Mode.REPLACE);
    } catch (IOException failed) {
      throw StorageFailure.of(repository.location(), "write down the restore", failed);
    }
  }

  /** All of them, the oldest first; what cannot be read is left out. */
  public List<RestoreRecord> list() {
    List<String> keys = new ArrayList<>();
    try {
      repository.store().list(Places.RESTORES, each -> keys.add(each.key()));
    } catch (IOException failed) {
      throw StorageFailure.of(repository.location(), "list the restores", failed);
    }
    return Parallel.<String, @Nullable RestoreRecord>map(keys, this::read).stream()
        .filter(Objects::nonNull)
        .sorted(Comparator.comparing(RestoreRecord::started))
        .toList();
  }

  private @Nullable RestoreRecord read(String key) {
    try {
      return Repository.read(repository.store(), key)
          .map(text -> JSON.readValue(text, RestoreRecord.class))
          .orElse(null);
    } catch (JacksonException broken) {
      return null;
    } catch (IOException failed) {
      throw StorageFailure.of(repository.location(), "read " + key, failed);
    }
  }
}
