package dev.weir.store.s3;

import dev.weir.api.Failed;
import dev.weir.store.transfer.Attempts;
import java.io.IOException;
import java.util.EnumSet;
import java.util.Set;
import java.util.UUID;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.CompletedPart;
import software.amazon.awssdk.services.s3.model.S3Exception;

/**
 * Whether the server heeds {@code If-None-Match: *}. AWS does; of others many answer 200 and
 * overwrite, which only a trial shows: an object of our own is written twice, and removed.
 */
final class ConditionalWrites {
  private final S3Client client;
  private final S3Settings settings;
  private final Attempts attempts;
  private final Set<Kind> proven = EnumSet.noneOf(Kind.class);

  ConditionalWrites(S3Client client, S3Settings settings, Attempts attempts) {
    this.client = client;
    this.settings = settings;
    this.attempts = attempts;
  }

  /** The requests that a server may heed it on or not. */
  enum Kind {
    PUT,
    MULTIPART
  }

  /**
   * True when the server decides; false when the settings say that it need not.
   *
   * @throws dev.weir.api.Failed with {@code S3-008} when it does not
   */
  synchronized boolean heeded(Kind kind) throws IOException {
    if (!settings.conditionalWrites()) {
      return false;
    }
    if (settings.endpoint().isPresent() && !proven.contains(kind)) {
      prove(kind);
    }
    return true;
  }

  private void prove(Kind kind) throws IOException {
    String name = settings.prefix().name(".weir-trial-" + UUID.randomUUID());
    try {
      attempts.call("trying conditional writes", _ -> put(name, false));
      boolean refused = attempts.call("trying conditional writes", _ -> refused(kind, name));
      if (!refused) {
        throw Failed.because(
            S3Error.NO_CONDITIONAL_WRITES,
            settings.location()
                + ": the server overwrote an object although it was told not to ("
                + (kind == Kind.PUT ? "PutObject" : "CompleteMultipartUpload")
                + " with If-None-Match).");
      }
    } finally {
      attempts.call(
          "removing the trial of conditional writes",
          _ -> client.deleteObject(d -> d.bucket(settings.bucket()).key(name)));
    }
    proven.add(kind);
  }

  private boolean refused(Kind kind, String name) {
    try {
      return kind == Kind.PUT ? !put(name, true) : !multipart(name);
    } catch (S3Exception answer) {
      if (answer.statusCode() == 412 || answer.statusCode() == 409) {
        return true;
      }
      if (answer.statusCode() == 501) {
        return false;
      }
      throw answer;
    }
  }

  private boolean put(String name, boolean onlyNew) {
    client.putObject(
        p -> p.bucket(settings.bucket()).key(name).ifNoneMatch(onlyNew ? "*" : null),
        RequestBody.fromString("trial"));
    return true;
  }

  private boolean multipart(String name) {
    String bucket = settings.bucket();
    String upload = client.createMultipartUpload(c -> c.bucket(bucket).key(name)).uploadId();
    try {
      String tag =
          client
              .uploadPart(
                  u -> u.bucket(bucket).key(name).uploadId(upload).partNumber(1),
                  RequestBody.fromString("trial"))
              .eTag();
      CompletedPart part = CompletedPart.builder().partNumber(1).eTag(tag).build();
      client.completeMultipartUpload(c ->
          c.bucket(bucket)
              .key(name)
              .uploadId(upload)
              .ifNoneMatch("*")
              .multipartUpload(m -> m.parts(part)));
      return true;
    } catch (S3Exception refused) {
      S3Parts.abort(client, bucket, name, upload);
      throw refused;
    }
  }
}
