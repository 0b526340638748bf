package dev.weir.store.s3;

import dev.weir.api.Effect;
import dev.weir.api.WeirException;
import dev.weir.store.transfer.Diagnosis;
import dev.weir.store.transfer.PassingFault;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.file.NoSuchFileException;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.SSLHandshakeException;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.AbortedException;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.core.exception.SdkException;

/** What an exception of the AWS SDK means; the codes are those of the S3 API reference. */
final class S3Diagnosis implements Diagnosis {
  /** The SDK corrects its clock by the answer, so that the next attempt is signed well. */
  private static final int CORRECTIONS = 2;

  private final String location;
  private final AtomicInteger skews = new AtomicInteger();

  S3Diagnosis(String location) {
    this.location = location;
  }

  @Override
  public Exception of(String what, Exception raw) {
    return switch (raw) {
      case WeirException told -> told;
      case AwsServiceException refused -> refused(what, refused);
      case AbortedException _ ->
          new InterruptedIOException(location + ": " + what + " was interrupted");
      case SdkClientException client -> client(what, client);
      case IOException io when io instanceof java.nio.file.FileSystemException -> io;
      case IOException io -> network(what, io);
      case SdkException other when other.retryable() -> new PassingFault(text(other), other);
      default -> raw;
    };
  }

  private Exception refused(String what, AwsServiceException raw) {
    String code = code(raw);
    return switch (code) {
      case "NoSuchKey" ->
          new NoSuchFileException(location, null, what + ": there is no such object");
      case "NoSuchBucket" -> error(S3Error.NO_BUCKET, what, raw);
      case "InvalidAccessKeyId",
          "SignatureDoesNotMatch",
          "ExpiredToken",
          "InvalidToken",
          "TokenRefreshRequired",
          "InvalidClientTokenId" ->
          error(S3Error.CREDENTIALS_REFUSED, what, raw);
      case "PermanentRedirect",
          "TemporaryRedirect",
          "AuthorizationHeaderMalformed",
          "IllegalLocationConstraintException" ->
          error(S3Error.OTHER_REGION, what, raw);
      case "RequestTimeTooSkewed" ->
          skews.incrementAndGet() <= CORRECTIONS
              ? new PassingFault(text(raw), raw)
              : error(S3Error.CLOCK, what, raw);
      case "RequestTimeout", "ConditionalRequestConflict", "OperationAborted", "BadDigest" ->
          new PassingFault(text(raw), raw);
      default -> byStatus(what, raw);
    };
  }

  private Exception byStatus(String what, AwsServiceException raw) {
    int status = raw.statusCode();
    // An error inside an answer that began with 200 is the server's own trouble.
    if (status < 300
        || status >= 500 && status != 501
        || status == 429
        || raw.isThrottlingException()) {
      return new PassingFault(text(raw), raw);
    }
    return switch (status) {
      case 301, 307 -> error(S3Error.OTHER_REGION, what, raw);
      case 401 -> error(S3Error.CREDENTIALS_REFUSED, what, raw);
      case 403 -> error(S3Error.FORBIDDEN, what, raw);
      default -> error(S3Error.REFUSED, what, raw);
    };
  }

  private Exception client(String what, SdkClientException raw) {
    String text = String.valueOf(raw.getMessage());
    if (text.contains("Unable to load credentials")) {
      return WeirException.of(
          S3Error.NO_CREDENTIALS, location + ": no credentials were found.", raw, Effect.NONE);
    }
    IOException io = network(raw);
    return io == null ? new PassingFault(text, raw) : network(what, io);
  }

  private Exception network(String what, IOException raw) {
    if (raw instanceof SSLHandshakeException) {
      return WeirException.of(
          S3Error.CERTIFICATE,
          location + ": " + what + " ended in the TLS handshake: " + raw.getMessage() + ".",
          raw,
          Effect.NONE);
    }
    return new PassingFault(String.valueOf(raw), raw);
  }

  private static @Nullable IOException network(Throwable raw) {
    for (Throwable cause = raw.getCause(); cause != null; cause = cause.getCause()) {
      if (cause instanceof IOException io) {
        return io;
      }
    }
    return null;
  }

  private WeirException error(S3Error error, String what, AwsServiceException raw) {
    String region =
        raw.awsErrorDetails() == null
            ? null
            : raw.awsErrorDetails()
                .sdkHttpResponse()
                .firstMatchingHeader("x-amz-bucket-region")
                .orElse(null);
    String hint = region == null ? "" : " The bucket lies in " + region + ".";
    String message = location + ": " + what + " was refused by S3: " + text(raw) + "." + hint;
    WeirException told = WeirException.of(error, message, raw, Effect.NONE);
    return WeirException.with(WeirException.with(told, "vendorCode", code(raw)), "region", region);
  }

  static String code(AwsServiceException raw) {
    AwsErrorDetails details = raw.awsErrorDetails();
    return details == null || details.errorCode() == null ? "" : details.errorCode();
  }

  private static String text(SdkException raw) {
    if (raw instanceof AwsServiceException service) {
      AwsErrorDetails details = service.awsErrorDetails();
      String message = details == null ? null : details.errorMessage();
      return (service.statusCode() + " " + code(service) + " " + (message == null ? "" : message))
          .strip()
          .replaceAll("\\.+$", "");
    }
    return String.valueOf(raw.getMessage());
  }
}
