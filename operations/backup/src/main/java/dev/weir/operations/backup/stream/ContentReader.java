package dev.weir.operations.backup.stream;

import dev.weir.api.WeirException;
import dev.weir.operations.backup.BackupError;
import dev.weir.spi.store.ObjectStore;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.NoSuchFileException;
import org.jspecify.annotations.Nullable;

/**
 * Reads one file of a backup back: store → decrypt → decompress → hash. Whoever reads to the end
 * has read what was written, or gets {@code BACKUP-013} (changed or cut), {@code BACKUP-014}
 * (gone), {@code BACKUP-015} (no key) or {@code BACKUP-003} (the store fails) thrown.
 */
public final class ContentReader extends InputStream {
  private final StoredFile file;
  private final String of;
  private final Meter plain = new Meter();
  private final Source source;
  private final InputStream in;
  private boolean ended;

  /**
   * @param root what the object's key is below, such as {@code backups/clinic/2026…/}
   * @param about what encrypted content is bound to
   * @param of the backup in words, for messages
   */
  public static ContentReader open(
      ObjectStore store, String root, StoredFile file, BackupKeys keys, String about, String of) {
    try {
      return new ContentReader(
          new Source(new Resuming(store, root + file.object())), file, keys, about, of);
    } catch (NoSuchFileException gone) {
      throw missing(file, of);
    } catch (IOException failed) {
      throw StorageFailure.of(store.location(), "read " + root + file.object(), failed);
    }
  }

  private ContentReader(Source source, StoredFile file, BackupKeys keys, String about, String of) {
    this.source = source;
    this.file = file;
    this.of = of;
    try {
      String key = file.key();
      InputStream open = key == null ? source : keys.decrypt(source, key, about);
      this.in = file.plainSize() == 0 ? open : file.compression().decompress(open);
    } catch (IOException broken) {
      close();
      throw translated(broken);
    } catch (WeirException refused) {
      close();
      throw refused;
    }
  }

  @Override
  public int read() {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
  }

  @Override
  public int read(byte[] bytes, int offset, int length) {
    if (ended || length == 0) {
      return ended ? -1 : 0;
    }
    int read;
    try {
      // An empty file holds a frame without content, which some decompressors do not like.
      read = file.plainSize() == 0 ? drain() : in.read(bytes, offset, length);
    } catch (IOException | RuntimeException broken) {
      throw translated(broken);
    }
    if (read < 0) {
      check();
      ended = true;
    } else {
      plain.pass(bytes, offset, read);
    }
    return read;
  }

  private int drain() throws IOException {
    in.transferTo(java.io.OutputStream.nullOutputStream());
    return -1;
  }

  private void check() {
    if (plain.bytes() != file.plainSize()) {
      throw damaged("has " + plain.bytes() + " bytes where " + file.plainSize() + " were written");
    }
    if (!plain.sha256().equals(file.plainSha256())) {
      throw damaged("is not what was written: its SHA-256 differs");
    }
  }

  private WeirException translated(Exception broken) {
    if (broken instanceof WeirException known) {
      return known;
    }
    IOException store = source.failure();
    if (store instanceof NoSuchFileException) {
      return missing(file, of);
    }
    if (store != null) {
      return StorageFailure.of(of, "read " + file.object(), store);
    }
    return source.bytes() < file.storedSize()
        ? damaged(
            "ends after " + source.bytes() + " of " + file.storedSize() + " bytes, or was changed")
        : damaged("was changed: " + reason(broken));
  }

  private static String reason(Exception broken) {
    return broken.getMessage() == null ? broken.getClass().getSimpleName() : broken.getMessage();
  }

  private WeirException damaged(String how) {
    return BackupError.CONTENT_DAMAGED.because(
        "The file " + file.name() + " of " + of + " (" + file.object() + ") " + how + ".");
  }

  private static WeirException missing(StoredFile file, String of) {
    return BackupError.CONTENT_MISSING.because(
        "The file " + file.name() + " of " + of + " (" + file.object() + ") is gone.");
  }

  @Override
  public void close() {
    try {
      // The decompressor's native memory goes with it.
      if (in != null) {
        in.close();
      } else {
        source.close();
      }
    } catch (IOException notNeeded) {
      // What was read was checked; what was not read is nobody's.
    }
  }

  /** What comes from the store, counted; remembers whether it was the store that failed. */
  private static final class Source extends InputStream {
    private final InputStream in;
    private long bytes;
    private @Nullable IOException failure;

    Source(InputStream in) {
      this.in = in;
    }

    long bytes() {
      return bytes;
    }

    @Nullable IOException failure() {
      return failure;
    }

    @Override
    public int read() throws IOException {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
      try {
        int read = in.read(buffer, offset, length);
        bytes += Math.max(read, 0);
        return read;
      } catch (IOException failed) {
        failure = failed;
        throw failed;
      }
    }

    @Override
    public void close() throws IOException {
      in.close();
    }
  }
}
