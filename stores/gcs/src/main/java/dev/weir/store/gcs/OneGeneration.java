package dev.weir.store.gcs;

import com.google.cloud.storage.StorageException;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.FileSystemException;

/** The bytes of one generation of an object; Google's library asks for no other. */
final class OneGeneration extends FilterInputStream {
  private final FileSystemException replaced;

  OneGeneration(InputStream in, FileSystemException replaced) {
    super(in);
    this.replaced = replaced;
  }

  @Override
  public int read(byte[] bytes, int offset, int length) throws IOException {
    try {
      return super.read(bytes, offset, length);
    } catch (IOException | RuntimeException raw) {
      StorageException refused = GcsDiagnosis.find(StorageException.class, raw);
      if (refused != null && refused.getCode() == 404) {
        replaced.initCause(raw);
        throw replaced;
      }
      throw raw;
    }
  }
}
