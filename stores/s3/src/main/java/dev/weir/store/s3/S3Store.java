package dev.weir.store.s3;

import dev.weir.spi.store.ObjectFacts;
import dev.weir.spi.store.ObjectStore;
import dev.weir.spi.store.ObjectUpload;
import dev.weir.store.transfer.Attempts;
import dev.weir.store.transfer.Part;
import dev.weir.store.transfer.PartSizes;
import dev.weir.store.transfer.PartedUpload;
import dev.weir.store.transfer.ResumingInput;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.FileSystemException;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.ResponseInputStream;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.GetObjectRequest;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;
import software.amazon.awssdk.services.s3.model.ListMultipartUploadsRequest;
import software.amazon.awssdk.services.s3.model.ListMultipartUploadsResponse;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Request;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Response;
import software.amazon.awssdk.services.s3.model.MultipartUpload;
import software.amazon.awssdk.services.s3.model.S3Exception;

/** Objects below a prefix of a bucket. */
final class S3Store implements ObjectStore {
  /** Two parts on their way while the third is filled: 24 MiB for all but huge objects. */
  private static final int PARALLEL = 2;

  private final S3Client client;
  private final S3Settings settings;
  private final Attempts attempts;
  private final S3Requests requests;
  private final ConditionalWrites conditional;
  private volatile boolean bucketSeen;

  private S3Store(S3Client client, S3Settings settings, Attempts attempts) {
    this.client = client;
    this.settings = settings;
    this.attempts = attempts;
    this.requests = new S3Requests(settings);
    this.conditional = new ConditionalWrites(client, settings, attempts);
  }

  static S3Store open(S3Settings settings) {
    Attempts attempts =
        new Attempts(
            settings.location(), settings.patience(), new S3Diagnosis(settings.location()));
    return new S3Store(S3Clients.client(settings), settings, attempts);
  }

  @Override
  public String location() {
    return settings.location();
  }

  @Override
  public ObjectUpload create(String key) throws IOException {
    return new PartedUpload<>(parts(key), PartSizes.OF_10_000, PARALLEL);
  }

  private S3Parts parts(String key) {
    return new S3Parts(client, settings, attempts, requests, conditional, name(key));
  }

  @Override
  public boolean put(String key, byte[] content, Mode mode) throws IOException {
    return parts(key).put(Part.whole(content), mode);
  }

  @Override
  public InputStream read(String key, long offset) throws IOException {
    String name = name(key);
    AtomicReference<@Nullable String> version = new AtomicReference<>();
    return ResumingInput.open(attempts, "reading " + key, offset, at -> content(name, at, version));
  }

  private ResumingInput.Content content(
      String name, long offset, AtomicReference<@Nullable String> version) throws IOException {
    GetObjectRequest.Builder request =
        GetObjectRequest.builder().bucket(settings.bucket()).key(name);
    if (offset > 0) {
      request.range("bytes=" + offset + "-");
    }
    request.ifMatch(version.get());
    try {
      ResponseInputStream<GetObjectResponse> answer = client.getObject(request.build());
      version.set(answer.response().eTag());
      long end = offset + answer.response().contentLength();
      return new ResumingInput.Content(new Abandonable(answer), end);
    } catch (S3Exception refused) {
      if (refused.statusCode() == 416) {
        return new ResumingInput.Content(InputStream.nullInputStream(), offset);
      }
      if (refused.statusCode() == 412) {
        throw replaced(name);
      }
      throw refused;
    }
  }

  private FileSystemException replaced(String name) {
    return new FileSystemException(location(), null, name + " was replaced while it was read");
  }

  @Override
  public Optional<ObjectFacts> find(String key) throws IOException {
    String name = name(key);
    Optional<HeadObjectResponse> head =
        attempts.call("looking for " + key, _ -> Heads.find(client, settings.bucket(), name));
    if (head.isEmpty()) {
      seeBucket();
    }
    return head.map(h -> new ObjectFacts(key, h.contentLength(), h.lastModified()));
  }

  /** S3 answers alike where an object and where the whole bucket is missing. */
  private void seeBucket() throws IOException {
    if (!bucketSeen) {
      list("", 1, _ -> {}, false);
      bucketSeen = true;
    }
  }

  @Override
  public void list(String prefix, Consumer<ObjectFacts> consumer) throws IOException {
    list(prefix, 1000, consumer, true);
  }

  private void list(String prefix, int page, Consumer<ObjectFacts> consumer, boolean all)
      throws IOException {
    ListObjectsV2Request.Builder request =
        ListObjectsV2Request.builder()
            .bucket(settings.bucket())
            .prefix(settings.prefix().text() + prefix)
            .maxKeys(page);
    while (true) {
      ListObjectsV2Response answer =
          attempts.call("listing " + prefix, _ -> client.listObjectsV2(request.build()));
      answer.contents().stream()
          .map(o -> new ObjectFacts(settings.prefix().key(o.key()), o.size(), o.lastModified()))
          .forEach(consumer);
      if (!all || !Boolean.TRUE.equals(answer.isTruncated())) {
        return;
      }
      request.continuationToken(answer.nextContinuationToken());
    }
  }

  @Override
  public void delete(String key) throws IOException {
    String name = name(key);
    attempts.call(
        "deleting " + key, _ -> client.deleteObject(d -> d.bucket(settings.bucket()).key(name)));
  }

  @Override
  public void discardUnfinished(Instant before) throws IOException {
    ListMultipartUploadsRequest.Builder request =
        ListMultipartUploadsRequest.builder()
            .bucket(settings.bucket())
            .prefix(settings.prefix().text());
    while (true) {
      ListMultipartUploadsResponse answer =
          attempts.call(
              "listing unfinished uploads", _ -> client.listMultipartUploads(request.build()));
      for (MultipartUpload upload : answer.uploads()) {
        if (upload.initiated().isBefore(before)) {
          discard(upload);
        }
      }
      if (!Boolean.TRUE.equals(answer.isTruncated())) {
        return;
      }
      request.keyMarker(answer.nextKeyMarker()).uploadIdMarker(answer.nextUploadIdMarker());
    }
  }

  private void discard(MultipartUpload upload) throws IOException {
    attempts.call(
        "discarding an unfinished upload of " + upload.key(),
        _ -> S3Parts.abort(client, settings.bucket(), upload.key(), upload.uploadId()));
  }

  private String name(String key) {
    return settings.prefix().name(key);
  }

  @Override
  public void close() {
    client.close();
  }
}
