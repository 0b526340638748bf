package dev.weir.store.s3;

import dev.weir.spi.store.ObjectStore.Mode;
import dev.weir.store.transfer.Attempts;
import dev.weir.store.transfer.Part;
import dev.weir.store.transfer.Parts;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.util.List;
import java.util.UUID;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.CompleteMultipartUploadRequest;
import software.amazon.awssdk.services.s3.model.CompletedPart;
import software.amazon.awssdk.services.s3.model.PutObjectRequest;
import software.amazon.awssdk.services.s3.model.S3Exception;
import software.amazon.awssdk.services.s3.model.UploadPartResponse;

/** One object on its way: a multipart upload, or a single request where it is small. */
final class S3Parts implements Parts<CompletedPart> {
  private final S3Client client;
  private final S3Settings settings;
  private final Attempts attempts;
  private final S3Requests requests;
  private final ConditionalWrites conditional;
  private final String name;
  private final String writer = UUID.randomUUID().toString();
  private volatile String upload = "";

  S3Parts(
      S3Client client,
      S3Settings settings,
      Attempts attempts,
      S3Requests requests,
      ConditionalWrites conditional,
      String name) {
    this.client = client;
    this.settings = settings;
    this.attempts = attempts;
    this.requests = requests;
    this.conditional = conditional;
    this.name = name;
  }

  @Override
  public void begin() throws IOException {
    upload =
        attempts.call(
            "beginning an upload of " + name,
            _ -> client.createMultipartUpload(requests.begin(name, writer)).uploadId());
  }

  @Override
  public CompletedPart send(Part part) throws IOException {
    var request = requests.part(name, upload, part);
    UploadPartResponse answer =
        attempts.call(
            "sending part " + part.number() + " of " + name,
            moved -> client.uploadPart(request, S3Requests.body(part, moved)));
    return CompletedPart.builder()
        .partNumber(part.number())
        .eTag(answer.eTag())
        .checksumCRC32C(request.checksumCRC32C())
        .build();
  }

  @Override
  public void complete(List<CompletedPart> parts, Mode mode) throws IOException {
    boolean fresh = mode == Mode.NEW;
    if (fresh && !conditional.heeded(ConditionalWrites.Kind.MULTIPART)) {
      refuseExisting();
    }
    CompleteMultipartUploadRequest request =
        CompleteMultipartUploadRequest.builder()
            .bucket(settings.bucket())
            .key(name)
            .uploadId(upload)
            .multipartUpload(m -> m.parts(parts))
            .ifNoneMatch(fresh && settings.conditionalWrites() ? "*" : null)
            .build();
    if (!attempts.<Boolean>slow("completing " + name, _ -> complete(request))) {
      throw new FileAlreadyExistsException(settings.location() + ": " + name);
    }
  }

  /** True when the object is ours, be it by an earlier attempt whose answer was lost. */
  private boolean complete(CompleteMultipartUploadRequest request) {
    try {
      client.completeMultipartUpload(request);
      return true;
    } catch (S3Exception refused) {
      boolean gone = "NoSuchUpload".equals(S3Diagnosis.code(refused));
      boolean taken = refused.statusCode() == 412;
      if ((gone || taken) && Heads.written(client, settings.bucket(), name, writer)) {
        return true;
      }
      if (taken) {
        return false;
      }
      throw refused;
    }
  }

  @Override
  public void whole(Part part, Mode mode) throws IOException {
    if (!put(part, mode)) {
      throw new FileAlreadyExistsException(settings.location() + ": " + name);
    }
  }

  boolean put(Part part, Mode mode) throws IOException {
    boolean fresh = mode == Mode.NEW;
    if (fresh && !conditional.heeded(ConditionalWrites.Kind.PUT) && exists()) {
      return false;
    }
    PutObjectRequest request =
        requests
            .put(name, part, writer)
            .ifNoneMatch(fresh && settings.conditionalWrites() ? "*" : null)
            .build();
    return attempts.call("writing " + name, moved -> put(request, part, moved));
  }

  private boolean put(
      PutObjectRequest request, Part part, java.util.concurrent.atomic.AtomicLong moved) {
    try {
      client.putObject(request, S3Requests.body(part, moved));
      return true;
    } catch (S3Exception refused) {
      if (refused.statusCode() == 412) {
        return Heads.written(client, settings.bucket(), name, writer);
      }
      throw refused;
    }
  }

  private void refuseExisting() throws IOException {
    if (exists()) {
      throw new FileAlreadyExistsException(settings.location() + ": " + name);
    }
  }

  private boolean exists() throws IOException {
    return attempts
        .call("looking for " + name, _ -> Heads.find(client, settings.bucket(), name))
        .isPresent();
  }

  @Override
  public void abandon() throws IOException {
    attempts.once(
        "discarding an upload of " + name, _ -> abort(client, settings.bucket(), name, upload));
  }

  /** Ends an upload; one that is gone already is no failure. */
  static boolean abort(S3Client client, String bucket, String name, String upload) {
    try {
      client.abortMultipartUpload(a -> a.bucket(bucket).key(name).uploadId(upload));
      return true;
    } catch (S3Exception refused) {
      if (refused.statusCode() == 404) {
        return false;
      }
      throw refused;
    }
  }
}
