package dev.weir.store.gcs;

import com.google.api.gax.paging.Page;
import com.google.cloud.ReadChannel;
import com.google.cloud.storage.Blob;
import com.google.cloud.storage.BlobId;
import com.google.cloud.storage.BlobInfo;
import com.google.cloud.storage.Storage;
import com.google.cloud.storage.StorageClass;
import com.google.cloud.storage.StorageException;
import dev.weir.spi.store.ObjectFacts;
import dev.weir.spi.store.ObjectStore;
import dev.weir.spi.store.ObjectUpload;
import dev.weir.store.transfer.Attempts;
import dev.weir.store.transfer.Part;
import dev.weir.store.transfer.PassingFault;
import dev.weir.store.transfer.ResumingInput;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.Channels;
import java.nio.file.FileSystemException;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Objects below a prefix of a bucket. Google itself removes uploads that were never finished after
 * a week; they cost nothing and cannot be listed.
 */
final class GcsStore implements ObjectStore {
  /** Tells an object that our own lost answer was about from one that somebody else wrote. */
  static final String WRITER = "weir-writer";

  private static final int BUFFER = 64 << 10;

  private final Storage once;
  private final Storage resuming;
  private final GcsSettings settings;
  private final Attempts attempts;
  private volatile boolean bucketSeen;

  private GcsStore(Storage once, Storage resuming, GcsSettings settings, Attempts attempts) {
    this.once = once;
    this.resuming = resuming;
    this.settings = settings;
    this.attempts = attempts;
  }

  static GcsStore open(GcsSettings settings) {
    String location = settings.location();
    return new GcsStore(
        GcsClients.once(settings),
        GcsClients.resuming(settings),
        settings,
        new Attempts(location, settings.patience(), new GcsDiagnosis(location)));
  }

  @Override
  public String location() {
    return settings.location();
  }

  @Override
  public ObjectUpload create(String key) throws IOException {
    return new GcsUpload(object(key), resuming, attempts, location() + "/" + key);
  }

  private GcsObject object(String key) {
    BlobInfo.Builder blob =
        BlobInfo.newBuilder(settings.bucket(), name(key))
            .setContentType("application/octet-stream");
    settings.storageClass().ifPresent(c -> blob.setStorageClass(StorageClass.valueOf(c)));
    return new GcsObject(once, attempts, blob.build());
  }

  @Override
  public boolean put(String key, byte[] content, Mode mode) throws IOException {
    return object(key).put(Part.whole(content), mode);
  }

  @Override
  public InputStream read(String key, long offset) throws IOException {
    String name = name(key);
    AtomicReference<@Nullable Blob> version = new AtomicReference<>();
    return ResumingInput.open(attempts, "reading " + key, offset, at -> content(name, at, version));
  }

  private ResumingInput.Content content(
      String name, long offset, AtomicReference<@Nullable Blob> version) throws IOException {
    Blob found = blob(name).orElseThrow(() -> new StorageException(404, "No such object"));
    Blob before = version.get();
    if (before != null && !before.getGeneration().equals(found.getGeneration())) {
      throw replaced(name);
    }
    if (offset >= found.getSize()) {
      return new ResumingInput.Content(InputStream.nullInputStream(), offset);
    }
    InputStream stream = new OneGeneration(opened(found, offset), replaced(name));
    version.set(found);
    return new ResumingInput.Content(stream, found.getSize());
  }

  /** Asks for the first byte, because the channel opens no sooner. */
  private InputStream opened(Blob found, long offset) throws IOException {
    ReadChannel channel = once.reader(found.getBlobId());
    channel.setChunkSize(0);
    channel.seek(offset);
    InputStream stream = new BufferedInputStream(Channels.newInputStream(channel), BUFFER);
    try {
      stream.mark(1);
      stream.read();
      stream.reset();
      return stream;
    } catch (IOException | RuntimeException raw) {
      channel.close();
      StorageException refused = GcsDiagnosis.find(StorageException.class, raw);
      if (refused != null && refused.getCode() == 404) {
        throw new PassingFault("it was replaced while it was opened", raw);
      }
      throw raw;
    }
  }

  private FileSystemException replaced(String name) {
    return new FileSystemException(location(), null, name + " was replaced while it was read");
  }

  @Override
  public Optional<ObjectFacts> find(String key) throws IOException {
    String name = name(key);
    Optional<Blob> found = attempts.call("looking for " + key, _ -> blob(name));
    if (found.isEmpty()) {
      seeBucket();
    }
    return found.map(this::facts);
  }

  /** Google's library answers alike where an object and where the whole bucket is missing. */
  private void seeBucket() throws IOException {
    if (!bucketSeen) {
      attempts.call(
          "looking for the bucket",
          _ -> once.list(settings.bucket(), Storage.BlobListOption.pageSize(1)));
      bucketSeen = true;
    }
  }

  private Optional<Blob> blob(String name) {
    return GcsObject.find(once, BlobId.of(settings.bucket(), name));
  }

  @Override
  public void list(String prefix, Consumer<ObjectFacts> consumer) throws IOException {
    String from = settings.prefix().text() + prefix;
    Page<Blob> page =
        attempts.call(
            "listing " + prefix,
            _ -> once.list(settings.bucket(), Storage.BlobListOption.prefix(from)));
    while (true) {
      page.getValues().forEach(blob -> consumer.accept(facts(blob)));
      if (!page.hasNextPage()) {
        return;
      }
      Page<Blob> last = page;
      page = attempts.call("listing " + prefix, _ -> last.getNextPage());
    }
  }

  private ObjectFacts facts(Blob blob) {
    return new ObjectFacts(
        settings.prefix().key(blob.getName()),
        blob.getSize(),
        blob.getUpdateTimeOffsetDateTime().toInstant());
  }

  @Override
  public void delete(String key) throws IOException {
    BlobId id = BlobId.of(settings.bucket(), name(key));
    attempts.call("deleting " + key, _ -> once.delete(id));
  }

  private String name(String key) {
    return settings.prefix().name(key);
  }

  @Override
  public void close() {
    try {
      once.close();
      resuming.close();
    } catch (Exception nothingLeftToFree) {
      // Over HTTP there is nothing that could fail to be freed.
    }
  }
}
