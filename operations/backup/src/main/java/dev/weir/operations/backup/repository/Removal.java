package dev.weir.operations.backup.repository;

import dev.weir.operations.backup.stream.StorageFailure;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * Removes backups: the manifest first, so that what a crash leaves is no backup any more but {@link
 * Garbage}.
 */
public final class Removal {
  private final Repository repository;

  public Removal(Repository repository) {
    this.repository = repository;
  }

  /** The caller holds a lease to prune it. */
  public void remove(Manifest backup) {
    String place = Places.backup(backup.database(), backup.id());
    try {
      repository.store().delete(place + Places.MANIFEST);
      removeBelow(repository, place);
    } catch (IOException failed) {
      throw StorageFailure.of(repository.location(), "remove " + place, failed);
    }
  }

  static void removeBelow(Repository repository, String place) throws IOException {
    List<String> keys = new ArrayList<>();
    repository.store().list(place, each -> keys.add(each.key()));
    for (String key : keys) {
      if (!Repository.isManifest(key)) {
        repository.store().delete(key);
      }
    }
  }

  /** Removes a file of the archived log. */
  public void removeLog(String database, String name) {
    try {
      repository.log(database).remove(name);
    } catch (IOException failed) {
      throw StorageFailure.of(repository.location(), "remove the log file " + name, failed);
    }
  }
}
