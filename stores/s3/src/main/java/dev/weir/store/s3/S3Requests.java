package dev.weir.store.s3;

import dev.weir.store.transfer.Part;
import java.io.IOException;
import java.util.Base64;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.model.ChecksumAlgorithm;
import software.amazon.awssdk.services.s3.model.CreateMultipartUploadRequest;
import software.amazon.awssdk.services.s3.model.PutObjectRequest;
import software.amazon.awssdk.services.s3.model.ServerSideEncryption;
import software.amazon.awssdk.services.s3.model.UploadPartRequest;

/** The requests that write, with the checksum, encryption and storage class of the settings. */
final class S3Requests {
  /** Tells an object that our own lost answer was about from one that somebody else wrote. */
  static final String WRITER = "weir-writer";

  private static final String BINARY = "application/octet-stream";
  private static final String KMS = "aws:kms";

  private final S3Settings settings;

  S3Requests(S3Settings settings) {
    this.settings = settings;
  }

  PutObjectRequest.Builder put(String name, Part part, String writer) throws IOException {
    PutObjectRequest.Builder put =
        PutObjectRequest.builder()
            .bucket(settings.bucket())
            .key(name)
            .contentType(BINARY)
            .metadata(Map.of(WRITER, writer));
    settings.storageClass().ifPresent(put::storageClass);
    settings.sse().ifPresent(sse -> put.serverSideEncryption(algorithm(sse)).ssekmsKeyId(key(sse)));
    return settings.crc32c()
        ? put.checksumCRC32C(encoded(part.crc32c()))
        : put.contentMD5(encoded(part.md5()));
  }

  CreateMultipartUploadRequest begin(String name, String writer) {
    CreateMultipartUploadRequest.Builder begin =
        CreateMultipartUploadRequest.builder()
            .bucket(settings.bucket())
            .key(name)
            .contentType(BINARY)
            .metadata(Map.of(WRITER, writer));
    settings.storageClass().ifPresent(begin::storageClass);
    settings
        .sse()
        .ifPresent(sse -> begin.serverSideEncryption(algorithm(sse)).ssekmsKeyId(key(sse)));
    if (settings.crc32c()) {
      begin.checksumAlgorithm(ChecksumAlgorithm.CRC32_C);
    }
    return begin.build();
  }

  UploadPartRequest part(String name, String upload, Part part) throws IOException {
    UploadPartRequest.Builder request =
        UploadPartRequest.builder()
            .bucket(settings.bucket())
            .key(name)
            .uploadId(upload)
            .partNumber(part.number());
    return (settings.crc32c()
            ? request.checksumCRC32C(encoded(part.crc32c()))
            : request.contentMD5(encoded(part.md5())))
        .build();
  }

  static RequestBody body(Part part, AtomicLong moved) {
    return RequestBody.fromContentProvider(() -> part.stream(moved), part.size(), BINARY);
  }

  private static ServerSideEncryption algorithm(String sse) {
    return sse.startsWith(KMS) ? ServerSideEncryption.AWS_KMS : ServerSideEncryption.AES256;
  }

  private static @org.jspecify.annotations.Nullable String key(String sse) {
    return sse.startsWith(KMS + ":") ? sse.substring(KMS.length() + 1) : null;
  }

  private static String encoded(byte[] checksum) {
    return Base64.getEncoder().encodeToString(checksum);
  }
}
