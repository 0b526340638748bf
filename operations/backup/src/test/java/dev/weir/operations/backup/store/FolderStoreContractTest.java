package dev.weir.operations.backup.store;

import dev.weir.spi.store.ObjectStore;
import dev.weir.testing.stores.ObjectStoreContract;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

class FolderStoreContractTest extends ObjectStoreContract {
  @TempDir static Path folder;

  @Override
  protected ObjectStore open(String name) {
    return new FolderStore(folder.resolve(name));
  }
}
