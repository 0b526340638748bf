package dev.weir.server.backup;

import dev.weir.Home;
import dev.weir.api.Caller;
import dev.weir.api.CoreError;
import dev.weir.api.Failed;
import dev.weir.operations.backup.stream.Meter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * Patches that wait to be read, in the home; each for a week. Those that a caller of one tenant has
 * asked for lie apart, and such a caller finds no others.
 */
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
      Path folder = folder(Caller.current().tenant());
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
    return Optional.of(folder(Caller.current().tenant()).resolve(id + ".sql"))
        .filter(Files::isRegularFile);
  }

  /** A tenant may be named by anything, so its folder is named by the hash of that. */
  private Path folder(@Nullable String tenant) {
    Path all = home.work().resolve("patches");
    return tenant == null
        ? all
        : all.resolveSibling(
            "patches-" + Meter.sha256(tenant.getBytes(StandardCharsets.UTF_8)).substring(0, 32));
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
