package dev.weir.runtime.postgresql;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Locale;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.apache.commons.compress.compressors.xz.XZCompressorInputStream;

/**
 * The PostgreSQL server that comes with Weir, for distributions that have its archive on the class
 * path. It has {@code initdb}, {@code pg_ctl} and {@code postgres}, and no client programs.
 */
public final class BundledPostgres {
  public static final String VERSION = "15.19";

  private BundledPostgres() {}

  /** Whether this distribution has the archive for this platform. */
  public static boolean available() {
    return BundledPostgres.class.getResource("/" + archive()) != null;
  }

  /** The name of the archive for this platform. */
  public static String archive() {
    String system = System.getProperty("os.name").toLowerCase(Locale.ROOT);
    String name = system.startsWith("mac") ? "darwin" : system;
    String machine = System.getProperty("os.arch").equals("aarch64") ? "arm_64" : "x86_64";
    return "postgres-" + name + "-" + machine + ".txz";
  }

  /**
   * Unpacks it once, into {@code postgres-15.19} of a folder: beside the final place first, then
   * renamed, so that a crash leaves all of it or nothing.
   */
  public static PostgresInstallation unpack(Path runtime) throws IOException {
    Path place = runtime.resolve("postgres-" + VERSION);
    if (!Files.isDirectory(place)) {
      Path draft = runtime.resolve("postgres-" + VERSION + ".draft");
      Folders.delete(draft);
      unpack(archive(), Files.createDirectories(draft));
      Files.move(draft, place, StandardCopyOption.ATOMIC_MOVE);
    }
    return new PostgresInstallation(place.resolve("bin"));
  }

  private static void unpack(String archive, Path directory) throws IOException {
    try (InputStream packed = BundledPostgres.class.getResourceAsStream("/" + archive)) {
      if (packed == null) {
        throw new IOException("This distribution of Weir has no " + archive);
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
}
