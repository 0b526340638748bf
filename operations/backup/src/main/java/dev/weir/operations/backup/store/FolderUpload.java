package dev.weir.operations.backup.store;

import dev.weir.spi.store.ObjectStore.Mode;
import dev.weir.spi.store.ObjectUpload;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Set;

/**
 * A file written aside, synchronized, and only then given its name; the folder is synchronized
 * before the commit returns.
 */
final class FolderUpload extends ObjectUpload {
  private static final int ATTEMPTS = 100;
  private final Path aside;
  private final Path file;
  private final FileChannel channel;

  FolderUpload(Path aside, Path file) throws IOException {
    this.aside = aside;
    this.file = file;
    this.channel =
        FileChannel.open(
            aside,
            Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
            Disk.privateFile());
  }

  @Override
  public void write(byte[] bytes, int offset, int length) throws IOException {
    ByteBuffer buffer = ByteBuffer.wrap(bytes, offset, length);
    while (buffer.hasRemaining()) {
      channel.write(buffer);
    }
  }

  @Override
  public void commit(Mode mode) throws IOException {
    channel.force(true);
    channel.close();
    Path folder = file.resolveSibling("");
    for (int attempt = 1; ; attempt++) {
      try {
        Disk.createFolder(folder);
        name(mode);
        Disk.syncIfThere(folder);
        return;
      } catch (NoSuchFileException removed) {
        // Somebody has removed the folder or one above it, empty until now, between two calls.
        if (attempt == ATTEMPTS || !Files.exists(aside)) {
          throw removed;
        }
      }
    }
  }

  private void name(Mode mode) throws IOException {
    if (mode == Mode.REPLACE) {
      Files.move(aside, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
      return;
    }
    try {
      // A link fails where a move would silently replace.
      Files.createLink(file, aside);
    } catch (UnsupportedOperationException noLinks) {
      if (Files.exists(file)) {
        throw new FileAlreadyExistsException(file.toString());
      }
      Files.move(aside, file, StandardCopyOption.ATOMIC_MOVE);
    }
    Files.deleteIfExists(aside);
  }

  @Override
  public void close() throws IOException {
    channel.close();
    Files.deleteIfExists(aside);
  }
}
