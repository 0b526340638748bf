package dev.weir.operations.backup.stream;

import dev.weir.api.Secret;
import dev.weir.operations.backup.BackupError;
import dev.weir.spi.backup.BackupContent;
import dev.weir.spi.backup.Level;
import dev.weir.spi.backup.Position;
import dev.weir.spi.backup.Scope;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Dumps that older scripts wrote: a plain dump, compressed or not, encrypted by openssl or not. The
 * layers are recognised by how the content begins.
 */
public final class Imports {
  private Imports() {}

  /**
   * The plain content of a file; must be closed.
   *
   * @param passphrase null when it is not encrypted
   * @throws dev.weir.api.Rejected with {@code BACKUP-026} when it cannot be read
   */
  public static InputStream open(Path file, @Nullable Secret passphrase) throws IOException {
    BufferedInputStream raw = new BufferedInputStream(Files.newInputStream(file), 1 << 16);
    try {
      return decompressed(opened(raw, file, passphrase));
    } catch (IOException | RuntimeException failed) {
      raw.close();
      throw failed;
    }
  }

  private static InputStream opened(BufferedInputStream raw, Path file, @Nullable Secret passphrase)
      throws IOException {
    if (!OpenSsl.begins(start(raw, 8))) {
      return raw;
    }
    if (passphrase == null) {
      throw BackupError.UNREADABLE_IMPORT.because(
          "The file " + file + " is encrypted by openssl, and no passphrase was given.");
    }
    return OpenSsl.decrypt(raw, passphrase);
  }

  private static InputStream decompressed(InputStream in) throws IOException {
    BufferedInputStream buffered = new BufferedInputStream(in, 1 << 16);
    return Compression.of(start(buffered, 4)).decompress(buffered);
  }

  private static byte[] start(BufferedInputStream in, int bytes) throws IOException {
    in.mark(bytes);
    byte[] start = in.readNBytes(bytes);
    in.reset();
    return start;
  }

  /**
   * The file as the one file of a full backup, for a method to restore.
   *
   * @param name what the method calls it, such as {@code dump.sql}
   */
  public static BackupContent content(Path file, @Nullable Secret passphrase, String name) {
    return new Imported(file, passphrase, name);
  }

  private record Imported(Path file, @Nullable Secret passphrase, String name)
      implements BackupContent {
    @Override
    public String id() {
      return String.valueOf(file.getFileName());
    }

    @Override
    public Level level() {
      return Level.FULL;
    }

    @Override
    public Scope scope() {
      return new Scope.Whole();
    }

    @Override
    public String serverVersion() {
      return "";
    }

    @Override
    public Position position() {
      return Position.NONE;
    }

    @Override
    public Instant started() {
      try {
        return Files.getLastModifiedTime(file).toInstant();
      } catch (IOException failed) {
        throw BackupError.UNREADABLE_IMPORT.because("The file " + file + " is not there.", failed);
      }
    }

    @Override
    public List<String> files() {
      return List.of(name);
    }

    /** Not known before it was read. */
    @Override
    public long size(String wanted) {
      return -1;
    }

    @Override
    public InputStream read(String wanted) throws IOException {
      if (!wanted.equals(name)) {
        throw BackupError.UNREADABLE_IMPORT.because(
            "The file " + file + " holds " + name + " and not " + wanted + ".");
      }
      return open(file, passphrase);
    }
  }
}
