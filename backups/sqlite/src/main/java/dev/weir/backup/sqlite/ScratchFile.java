package dev.weir.backup.sqlite;

import dev.weir.api.Definition;
import dev.weir.spi.backup.Scratch;
import dev.weir.spi.backup.Work;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A place for a file that does not exist yet.
 *
 * @param place the folder that it will be in
 */
record ScratchFile(Path place) implements Scratch {
  @Override
  public Definition definition() {
    return Definition.builder("scratch", "SQLITE")
        .database(place.resolve("scratch.db").toAbsolutePath().toString())
        .build();
  }

  @Override
  public Supplier<@Nullable String> password() {
    return () -> null;
  }

  @Override
  public @Nullable Path folder() {
    return null;
  }

  @Override
  public void start(Work work) {
    // an engine that lives in a file needs no server
  }

  @Override
  public void close() {
    try (var files = Files.list(place)) {
      for (Path file : files.toList()) {
        Files.deleteIfExists(file);
      }
    } catch (IOException e) {
      // the folder is the caller's, who removes it
    }
  }
}
