package dev.weir.store.azure;

import com.azure.core.http.rest.PagedResponse;
import com.azure.storage.blob.BlobClient;
import com.azure.storage.blob.BlobContainerClient;
import com.azure.storage.blob.models.BlobItem;
import com.azure.storage.blob.models.BlobProperties;
import com.azure.storage.blob.models.BlobRange;
import com.azure.storage.blob.models.BlobRequestConditions;
import com.azure.storage.blob.models.BlobStorageException;
import com.azure.storage.blob.models.ListBlobsOptions;
import com.azure.storage.blob.options.BlobInputStreamOptions;
import dev.weir.api.Rejected;
import dev.weir.spi.store.ObjectFacts;
import dev.weir.spi.store.ObjectStore;
import dev.weir.spi.store.ObjectUpload;
import dev.weir.store.transfer.Attempts;
import dev.weir.store.transfer.Part;
import dev.weir.store.transfer.PartSizes;
import dev.weir.store.transfer.PartedUpload;
import dev.weir.store.transfer.PassingFault;
import dev.weir.store.transfer.ResumingInput;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Objects below a prefix of a container, as block blobs. Azure itself removes blocks that were
 * never committed after a week, and has no request that would do so earlier without harm.
 */
final class AzureStore implements ObjectStore {
  private static final int PARALLEL = 2;

  /** What is asked for at once; Azure's client keeps a few times as much in memory. */
  private static final int BLOCK = 4 << 20;

  private final BlobContainerClient container;
  private final AzureSettings settings;
  private final Attempts attempts;

  private AzureStore(BlobContainerClient container, AzureSettings settings, Attempts attempts) {
    this.container = container;
    this.settings = settings;
    this.attempts = attempts;
  }

  static AzureStore open(AzureSettings settings) {
    String location = settings.location();
    Attempts attempts = new Attempts(location, settings.patience(), new AzureDiagnosis(settings));
    try {
      return new AzureStore(AzureClients.container(settings), settings, attempts);
    } catch (IllegalArgumentException e) {
      // The cause would show the connection string.
      throw Rejected.because(
          AzureError.INVALID_LOCATION,
          "The store " + location + ": its connection-string or endpoint cannot be read.");
    }
  }

  @Override
  public String location() {
    return settings.location();
  }

  @Override
  public ObjectUpload create(String key) throws IOException {
    return new PartedUpload<>(parts(key), PartSizes.OF_50_000, PARALLEL);
  }

  private AzureParts parts(String key) {
    return new AzureParts(blob(key), attempts, location() + "/" + key);
  }

  @Override
  public boolean put(String key, byte[] content, Mode mode) throws IOException {
    return parts(key).put(Part.whole(content), mode);
  }

  @Override
  public InputStream read(String key, long offset) throws IOException {
    BlobClient blob = blob(key);
    AtomicReference<@Nullable String> version = new AtomicReference<>();
    return ResumingInput.open(attempts, "reading " + key, offset, at -> content(blob, at, version));
  }

  private static ResumingInput.Content content(
      BlobClient blob, long offset, AtomicReference<@Nullable String> version) throws PassingFault {
    boolean first = version.get() == null;
    try {
      BlobRequestConditions same = new BlobRequestConditions().setIfMatch(version.get());
      BlobProperties found = blob.getPropertiesWithResponse(same, null, null).getValue();
      ResumingInput.Content content = content(blob, offset, found);
      version.set(found.getETag());
      return content;
    } catch (BlobStorageException refused) {
      if (first && refused.getStatusCode() == 412) {
        throw new PassingFault("it was replaced while it was opened", refused);
      }
      throw refused;
    }
  }

  private static ResumingInput.Content content(BlobClient blob, long offset, BlobProperties found) {
    if (offset >= found.getBlobSize()) {
      return new ResumingInput.Content(InputStream.nullInputStream(), offset);
    }
    InputStream stream =
        blob.openInputStream(
            new BlobInputStreamOptions()
                .setRange(new BlobRange(offset))
                .setBlockSize(BLOCK)
                .setRequestConditions(new BlobRequestConditions().setIfMatch(found.getETag())));
    return new ResumingInput.Content(stream, found.getBlobSize());
  }

  @Override
  public Optional<ObjectFacts> find(String key) throws IOException {
    BlobClient blob = blob(key);
    return attempts
        .call("looking for " + key, _ -> find(blob))
        .map(p -> new ObjectFacts(key, p.getBlobSize(), p.getLastModified().toInstant()));
  }

  static Optional<BlobProperties> find(BlobClient blob) {
    try {
      return Optional.of(blob.getProperties());
    } catch (BlobStorageException refused) {
      if (AzureDiagnosis.code(refused).equals("BlobNotFound")) {
        return Optional.empty();
      }
      throw refused;
    }
  }

  @Override
  public void list(String prefix, Consumer<ObjectFacts> consumer) throws IOException {
    ListBlobsOptions options = new ListBlobsOptions().setPrefix(settings.prefix().text() + prefix);
    String next = null;
    do {
      String token = next;
      PagedResponse<BlobItem> page =
          attempts.call(
              "listing " + prefix,
              _ -> container.listBlobs(options, token, null).iterableByPage().iterator().next());
      page.getValue().forEach(item -> consumer.accept(facts(item)));
      next = page.getContinuationToken();
    } while (next != null && !next.isEmpty());
  }

  private ObjectFacts facts(BlobItem item) {
    return new ObjectFacts(
        settings.prefix().key(item.getName()),
        item.getProperties().getContentLength(),
        item.getProperties().getLastModified().toInstant());
  }

  @Override
  public void delete(String key) throws IOException {
    BlobClient blob = blob(key);
    attempts.call("deleting " + key, _ -> blob.deleteIfExists());
  }

  private BlobClient blob(String key) {
    return container.getBlobClient(settings.prefix().name(key));
  }

  /** The client holds nothing that needs closing. */
  @Override
  public void close() {}
}
