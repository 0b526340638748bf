package dev.weir.server.backup;

import dev.weir.Home;
import dev.weir.api.CoreError;
import dev.weir.api.Failed;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import org.springframework.stereotype.Component;

/** Patches that wait to be read, in the home; each for a week. */
@Component
final class Patches {
  private static final Duration KEPT = Duration.ofDays(7);

  private final Home home;

  Patches(Home home) {
    this.home = home;
  }

  /** The file of a new patch, which is not there yet. */
  Path file(UUID id) {
    try {
      Path folder = folder();
      Files.createDirectories(
          folder,
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
      removeOld(folder);
      return folder.resolve(id + ".sql");
    } catch (IOException failed) {
      throw Failed.because(
          CoreError.HOME, "Patches cannot be kept in " + home.folder() + ".", failed);
    }
  }

  Optional<Path> find(UUID id) {
    return Optional.of(folder().resolve(id + ".sql")).filter(Files::isRegularFile);
  }

  private Path folder() {
    return home.work().resolve("patches");
  }

  private static void removeOld(Path folder) throws IOException {
    Instant oldest = Instant.now().minus(KEPT);
    List<Path> all;
    try (Stream<Path> files = Files.list(folder)) {
      all = files.toList();
    }
    for (Path each : all) {
      if (Files.getLastModifiedTime(each).toInstant().isBefore(oldest)) {
        Files.deleteIfExists(each);
      }
    }
  }
}
