package dev.weir.backup.postgresql;

import com.github.luben.zstd.ZstdIOException;
import com.github.luben.zstd.ZstdInputStreamNoFinalizer;
import dev.weir.spi.backup.BackupContent;
import dev.weir.spi.backup.Work;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;

/** The tar files of a base backup, unpacked; as they are, or compressed by pg_basebackup. */
record DataTar(BackupContent content, Path folder, Work work) {
  static final String ZSTD = ".zst";

  /**
   * Unpacks a file.
   *
   * @param file without the ending of its compression
   */
  void unpack(String file, Path target) throws IOException {
    boolean compressed = content.files().contains(file + ZSTD);
    InputStream stored = content.read(compressed ? file + ZSTD : file);
    try (InputStream plain = compressed ? new ZstdInputStreamNoFinalizer(stored) : stored) {
      unpack(plain, stored, target);
    }
  }

  private void unpack(InputStream plain, InputStream stored, Path target) throws IOException {
    try {
      unpack(plain, target);
    } catch (ZstdIOException damaged) {
      // Whoever reads to the end is told by the content itself what is wrong with it.
      stored.transferTo(OutputStream.nullOutputStream());
      throw damaged;
    }
  }

  private void unpack(InputStream plain, Path target) throws IOException {
    TarArchiveInputStream tar = new TarArchiveInputStream(new BufferedInputStream(plain, 1 << 18));
    for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
      unpack(tar, entry, inside(target, entry.getName()));
    }
    // What follows the last entry is read too, so that the file's checksum is compared.
    tar.transferTo(OutputStream.nullOutputStream());
    plain.transferTo(OutputStream.nullOutputStream());
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
