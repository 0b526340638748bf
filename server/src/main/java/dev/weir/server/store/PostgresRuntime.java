package dev.weir.server.store;

import dev.weir.api.Failed;
import dev.weir.server.problem.ServerError;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Comparator;
import java.util.Locale;
import java.util.stream.Stream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.apache.commons.compress.compressors.xz.XZCompressorInputStream;

/**
 * PostgreSQL's programs, unpacked once from the archive on the class path into {@code
 * runtime/postgres-15.19}.
 *
 * @param directory holds {@code bin}, {@code lib} and {@code share}
 */
record PostgresRuntime(Path directory) {
  static final String VERSION = "15.19";

  /** Unpacks beside the final place and renames, so that a crash leaves all of it or nothing. */
  static PostgresRuntime unpack(Path runtime) throws IOException {
    Path place = runtime.resolve("postgres-" + VERSION);
    if (!Files.isDirectory(place)) {
      Path draft = runtime.resolve("postgres-" + VERSION + ".draft");
      delete(draft);
      unpack(archive(), Files.createDirectories(draft));
      Files.move(draft, place, StandardCopyOption.ATOMIC_MOVE);
    }
    return new PostgresRuntime(place);
  }

  String program(String name) {
    return directory.resolve("bin").resolve(name).toString();
  }

  boolean has(String library) {
    return Files.exists(directory.resolve("lib/postgresql/" + library + ".so"))
        || Files.exists(directory.resolve("lib/" + library + ".so"))
        || Files.exists(directory.resolve("lib/postgresql/" + library + ".dylib"));
  }

  private static String archive() {
    String system = System.getProperty("os.name").toLowerCase(Locale.ROOT);
    String name = system.startsWith("mac") ? "darwin" : system;
    String machine = System.getProperty("os.arch").equals("aarch64") ? "arm_64" : "x86_64";
    return "postgres-" + name + "-" + machine + ".txz";
  }

  private static void unpack(String archive, Path directory) throws IOException {
    try (InputStream packed = PostgresRuntime.class.getResourceAsStream("/" + archive)) {
      if (packed == null) {
        throw Failed.because(
            ServerError.PLATFORM, "This distribution of Weir has no " + archive + ".");
      }
      try (TarArchiveInputStream tar =
          new TarArchiveInputStream(new XZCompressorInputStream(new BufferedInputStream(packed)))) {
        for (TarArchiveEntry entry = tar.getNextEntry();
            entry != null;
            entry = tar.getNextEntry()) {
          unpack(tar, entry, inside(directory, entry.getName()));
        }
      }
    }
  }

  private static void unpack(TarArchiveInputStream tar, TarArchiveEntry entry, Path target)
      throws IOException {
    if (entry.isDirectory()) {
      Files.createDirectories(target);
      return;
    }
    Files.createDirectories(target.getParent());
    if (entry.isSymbolicLink()) {
      Files.createSymbolicLink(target, Path.of(entry.getLinkName()));
    } else {
      Files.copy(tar, target);
      boolean runs = (entry.getMode() & 0100) != 0;
      Files.setPosixFilePermissions(
          target, PosixFilePermissions.fromString(runs ? "rwxr-xr-x" : "rw-r--r--"));
    }
  }

  private static Path inside(Path directory, String name) throws IOException {
    Path target = directory.resolve(name).normalize();
    if (!target.startsWith(directory)) {
      throw new IOException("The archive's entry " + name + " leads out of " + directory);
    }
    return target;
  }

  static void delete(Path directory) throws IOException {
    if (Files.exists(directory)) {
      try (Stream<Path> tree = Files.walk(directory)) {
        for (Path path : tree.sorted(Comparator.reverseOrder()).toList()) {
          Files.delete(path);
        }
      }
    }
  }
}
