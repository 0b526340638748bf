package dev.weir.backup.postgresql;

import dev.weir.spi.backup.BackupContent;
import dev.weir.spi.backup.Work;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;

/** The tar files of a base backup, unpacked. */
record DataTar(BackupContent content, Path folder, Work work) {
  void unpack(String file, Path target) throws IOException {
    try (TarArchiveInputStream tar =
        new TarArchiveInputStream(new BufferedInputStream(content.read(file), 1 << 18))) {
      for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
        unpack(tar, entry, inside(target, entry.getName()));
      }
      // What follows the last entry is read too, so that the file's checksum is compared.
      tar.transferTo(OutputStream.nullOutputStream());
    }
  }

  private void unpack(TarArchiveInputStream tar, TarArchiveEntry entry, Path target)
      throws IOException {
    work.check();
    if (entry.isDirectory()) {
      Files.createDirectories(target);
      Files.setPosixFilePermissions(target, PosixFilePermissions.fromString("rwx------"));
    } else if (!entry.isSymbolicLink()) {
      // A link leads to a tablespace, which the server makes itself from its map.
      try (OutputStream out = Files.newOutputStream(target)) {
        Piping.pump(tar, out, work);
      }
      Files.setPosixFilePermissions(target, PosixFilePermissions.fromString("rw-------"));
    }
  }

  private static Path inside(Path directory, String name) throws IOException {
    Path target = directory.resolve(name).normalize();
    if (!target.startsWith(directory)) {
      throw new IOException("The entry " + name + " leads out of " + directory);
    }
    return target;
  }
}
