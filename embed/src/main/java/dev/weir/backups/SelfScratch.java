package dev.weir.backups;

import dev.weir.api.Definition;
import dev.weir.api.Failed;
import dev.weir.operations.backup.BackupError;
import dev.weir.spi.backup.Scratch;
import dev.weir.spi.backup.Work;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** A home that is restored for a proof: its store is put where a private server looks for it. */
record SelfScratch(Scratch store, Path home) implements Scratch {
  @Override
  public Definition definition() {
    return store.definition();
  }

  @Override
  public Supplier<@Nullable String> password() {
    return store.password();
  }

  @Override
  public Path folder() {
    return home;
  }

  @Override
  public void start(Work work) {
    Path restored = home.resolve(SelfBackup.STORE);
    try {
      if (Files.exists(restored)) {
        Path data = Objects.requireNonNull(store.folder());
        Files.createDirectories(data.getParent());
        Files.deleteIfExists(data);
        Files.move(restored, data);
      }
    } catch (IOException failed) {
      throw Failed.because(
          BackupError.METHOD_FAILED, "The restored store cannot be moved.", failed);
    }
    store.start(work);
  }

  @Override
  public void close() {
    store.close();
  }
}
