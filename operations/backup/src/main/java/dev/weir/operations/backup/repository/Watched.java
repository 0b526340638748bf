package dev.weir.operations.backup.repository;

import dev.weir.spi.store.ObjectStore.Mode;
import dev.weir.spi.store.ObjectUpload;
import java.io.IOException;
import java.util.function.Consumer;

/** An upload that tells what it fails with, for a method may tell it as something else. */
final class Watched extends ObjectUpload {
  private final ObjectUpload upload;
  private final Consumer<IOException> failed;

  Watched(ObjectUpload upload, Consumer<IOException> failed) {
    this.upload = upload;
    this.failed = failed;
  }

  @Override
  public void write(byte[] bytes, int offset, int length) throws IOException {
    try {
      upload.write(bytes, offset, length);
    } catch (IOException broken) {
      failed.accept(broken);
      throw broken;
    }
  }

  @Override
  public void commit(Mode mode) throws IOException {
    try {
      upload.commit(mode);
    } catch (IOException broken) {
      failed.accept(broken);
      throw broken;
    }
  }

  @Override
  public void close() throws IOException {
    upload.close();
  }
}
