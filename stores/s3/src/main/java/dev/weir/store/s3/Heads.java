package dev.weir.store.s3;

import java.util.Optional;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;
import software.amazon.awssdk.services.s3.model.S3Exception;

/** Asks for an object's properties; an answer to HEAD has no body, so its status says it all. */
final class Heads {
  private Heads() {}

  static Optional<HeadObjectResponse> find(S3Client client, String bucket, String name) {
    try {
      return Optional.of(client.headObject(h -> h.bucket(bucket).key(name)));
    } catch (S3Exception refused) {
      if (refused.statusCode() == 404) {
        return Optional.empty();
      }
      throw refused;
    }
  }

  /** Whether the object is the one that this writer has written. */
  static boolean written(S3Client client, String bucket, String name, String writer) {
    return find(client, bucket, name)
        .map(head -> writer.equals(head.metadata().get(S3Requests.WRITER)))
        .orElse(false);
  }
}
