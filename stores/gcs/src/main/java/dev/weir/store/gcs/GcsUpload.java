package dev.weir.store.gcs;

import com.google.cloud.WriteChannel;
import com.google.cloud.storage.Blob;
import com.google.cloud.storage.Storage;
import com.google.cloud.storage.Storage.BlobWriteOption;
import com.google.cloud.storage.StorageException;
import dev.weir.spi.store.ObjectStore.Mode;
import dev.weir.spi.store.ObjectUpload;
import dev.weir.store.transfer.Attempts;
import dev.weir.store.transfer.Part;
import dev.weir.store.transfer.PassingFault;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.WritableByteChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.util.Objects;
import java.util.Optional;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/**
 * An object on its way: a resumable session, or a single request where it is small. A session's
 * condition is settled when it begins, so that a large object takes the place of the generation
 * that stood there then, and of no other.
 */
final class GcsUpload extends ObjectUpload {
  private final GcsObject object;
  private final Storage resuming;
  private final Attempts attempts;
  private final String location;
  private final CRC32C checksum = new CRC32C();
  private final byte[] chunk = new byte[GcsClients.CHUNK];
  private int filled;
  private long size;
  private @Nullable WritableByteChannel session;
  private Optional<Blob> before = Optional.empty();
  private boolean ended;

  GcsUpload(GcsObject object, Storage resuming, Attempts attempts, String location) {
    this.object = object;
    this.resuming = resuming;
    this.attempts = attempts;
    this.location = location;
  }

  @Override
  public void write(byte[] bytes, int offset, int length) throws IOException {
    Objects.checkFromIndexSize(offset, length, bytes.length);
    checkOpen();
    checksum.update(bytes, offset, length);
    size += length;
    int done = 0;
    while (done < length) {
      if (filled == chunk.length) {
        flushChunk();
      }
      int count = Math.min(length - done, chunk.length - filled);
      System.arraycopy(bytes, offset + done, chunk, filled, count);
      filled += count;
      done += count;
    }
  }

  private void flushChunk() throws IOException {
    ByteBuffer content = ByteBuffer.wrap(chunk, 0, filled);
    String what = "sending " + object.name();
    try {
      WritableByteChannel channel = begun();
      while (content.hasRemaining()) {
        channel.write(content);
      }
    } catch (IOException | RuntimeException raw) {
      throw told(what, raw);
    }
    filled = 0;
  }

  private WritableByteChannel begun() throws IOException {
    WritableByteChannel open = session;
    if (open == null) {
      before = object.found();
      BlobWriteOption condition =
          before
              .map(blob -> BlobWriteOption.generationMatch(blob.getGeneration()))
              .orElse(BlobWriteOption.doesNotExist());
      WriteChannel begun = resuming.writer(object.blob(), condition);
      begun.setChunkSize(GcsClients.CHUNK);
      open = begun;
      session = open;
    }
    return open;
  }

  @Override
  public void commit(Mode mode) throws IOException {
    checkOpen();
    if (session == null) {
      whole(mode);
    } else {
      complete(session, mode);
    }
    ended = true;
  }

  private void whole(Mode mode) throws IOException {
    byte[] content = java.util.Arrays.copyOf(chunk, filled);
    if (!object.put(Part.whole(content), mode)) {
      throw new FileAlreadyExistsException(location);
    }
  }

  private void complete(WritableByteChannel channel, Mode mode) throws IOException {
    if (mode == Mode.NEW && before.isPresent()) {
      throw new FileAlreadyExistsException(location);
    }
    try {
      if (filled > 0) {
        flushChunk();
      }
      channel.close();
    } catch (IOException | RuntimeException raw) {
      StorageException refused = GcsDiagnosis.find(StorageException.class, raw);
      boolean ours = refused != null && refused.getCode() == 412 && object.writtenByUs();
      if (!ours) {
        throw refused != null && refused.getCode() == 412
            ? taken(mode)
            : told("completing " + object.name(), raw);
      }
    }
    verify();
  }

  private IOException taken(Mode mode) {
    return mode == Mode.NEW
        ? new FileAlreadyExistsException(location)
        : new FileSystemException(location, null, "another upload of it was committed meanwhile");
  }

  /** What Google has counted must be what was sent. */
  private void verify() throws IOException {
    Blob found = object.found().orElseThrow(() -> new IOException(location + " is gone already"));
    byte[] sum = ByteBuffer.allocate(Integer.BYTES).putInt((int) checksum.getValue()).array();
    String expected = java.util.Base64.getEncoder().encodeToString(sum);
    if (object.writtenByUs() && !(found.getSize() == size && expected.equals(found.getCrc32c()))) {
      throw new IOException(location + " arrived with another checksum than it was sent with");
    }
  }

  private IOException told(String what, Exception raw) {
    Exception told = attempts.told(what, raw);
    return told instanceof PassingFault fault
        ? attempts.exhausted(what, fault)
        : Attempts.thrown(told);
  }

  private void checkOpen() throws IOException {
    if (ended) {
      throw new IOException("The upload is committed or closed already.");
    }
  }

  /** A session that is not completed shows nowhere, costs nothing, and goes after a week. */
  @Override
  public void close() {
    ended = true;
  }
}
