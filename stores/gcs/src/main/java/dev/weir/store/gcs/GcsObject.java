package dev.weir.store.gcs;

import com.google.cloud.storage.Blob;
import com.google.cloud.storage.BlobId;
import com.google.cloud.storage.BlobInfo;
import com.google.cloud.storage.Storage;
import com.google.cloud.storage.Storage.BlobGetOption;
import com.google.cloud.storage.Storage.BlobWriteOption;
import com.google.cloud.storage.StorageException;
import dev.weir.spi.store.ObjectStore.Mode;
import dev.weir.store.transfer.Attempts;
import dev.weir.store.transfer.Part;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;

/** One object of the bucket that is to be written, marked with who writes it. */
final class GcsObject {
  private final Storage once;
  private final Attempts attempts;
  private final BlobInfo blob;
  private final String writer = UUID.randomUUID().toString();

  GcsObject(Storage once, Attempts attempts, BlobInfo blob) {
    this.once = once;
    this.attempts = attempts;
    this.blob = blob.toBuilder().setMetadata(Map.of(GcsStore.WRITER, writer)).build();
  }

  String name() {
    return blob.getName();
  }

  BlobInfo blob() {
    return blob;
  }

  /** What stands there now; empty when there is none. */
  static Optional<Blob> find(Storage storage, BlobId id) {
    try {
      return Optional.ofNullable(storage.get(id, BlobGetOption.fields(Storage.BlobField.values())));
    } catch (StorageException refused) {
      if (refused.getCode() == 404 && !GcsDiagnosis.noBucket(refused)) {
        return Optional.empty();
      }
      throw refused;
    }
  }

  Optional<Blob> found() throws IOException {
    return attempts.call("looking for " + name(), _ -> find(once, blob.getBlobId()));
  }

  /** True when what stands there was written by this very object of ours. */
  boolean writtenByUs() throws IOException {
    return found().filter(this::ours).isPresent();
  }

  private boolean ours(Blob found) {
    Map<String, String> metadata = found.getMetadata();
    return metadata != null && writer.equals(metadata.get(GcsStore.WRITER));
  }

  /** Writes it in a single request; false when it was to be new and is not. */
  boolean put(Part part, Mode mode) throws IOException {
    BlobInfo checked =
        blob.toBuilder().setCrc32c(Base64.getEncoder().encodeToString(part.crc32c())).build();
    List<BlobWriteOption> options = new ArrayList<>(List.of(BlobWriteOption.crc32cMatch()));
    if (mode == Mode.NEW) {
      options.add(BlobWriteOption.doesNotExist());
    }
    return attempts.call("writing " + name(), moved -> put(checked, part, options, moved));
  }

  private boolean put(BlobInfo checked, Part part, List<BlobWriteOption> options, AtomicLong moved)
      throws IOException {
    try (InputStream content = part.stream(moved)) {
      once.createFrom(checked, content, options.toArray(BlobWriteOption[]::new));
      return true;
    } catch (StorageException refused) {
      if (refused.getCode() == 412) {
        return find(once, blob.getBlobId()).filter(this::ours).isPresent();
      }
      throw refused;
    }
  }
}
