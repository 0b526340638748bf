package dev.weir.store.azure;

import com.azure.storage.blob.models.BlobStorageException;
import dev.weir.api.Effect;
import dev.weir.api.WeirException;
import dev.weir.store.transfer.Diagnosis;
import dev.weir.store.transfer.PassingFault;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLHandshakeException;
import org.jspecify.annotations.Nullable;

/** What an exception of the Azure SDK means; the codes are those of the REST reference. */
final class AzureDiagnosis implements Diagnosis {
  private final String location;
  private final boolean accountKey;

  AzureDiagnosis(AzureSettings settings) {
    this.location = settings.location();
    this.accountKey = settings.credential() instanceof AzureSettings.Credential.Key;
  }

  @Override
  public Exception of(String what, Exception raw) {
    if (raw instanceof WeirException || raw instanceof FileSystemException) {
      return raw;
    }
    BlobStorageException refused = find(BlobStorageException.class, raw);
    if (refused != null) {
      return refused(what, refused);
    }
    SSLHandshakeException handshake = find(SSLHandshakeException.class, raw);
    if (handshake != null) {
      return WeirException.of(
          AzureError.CERTIFICATE,
          location + ": " + what + " ended in the TLS handshake: " + handshake.getMessage() + ".",
          handshake,
          Effect.NONE);
    }
    IOException network = find(IOException.class, raw);
    if (network != null) {
      return new PassingFault(String.valueOf(network), raw);
    }
    return find(TimeoutException.class, raw) == null
        ? raw
        : new PassingFault("Azure did not answer in time", raw);
  }

  private Exception refused(String what, BlobStorageException raw) {
    return switch (code(raw)) {
      case "BlobNotFound" ->
          new NoSuchFileException(location, null, what + ": there is no such object");
      case "ContainerNotFound" -> error(AzureError.NO_CONTAINER, what, raw);
      case "AuthenticationFailed", "InvalidAuthenticationInfo", "NoAuthenticationInformation" ->
          error(late(raw) ? AzureError.CLOCK : AzureError.CREDENTIALS_REFUSED, what, raw);
      // Who has the account's key may do all, so it is not the account's key.
      case "AuthorizationFailure" ->
          error(accountKey ? AzureError.CREDENTIALS_REFUSED : AzureError.FORBIDDEN, what, raw);
      case "Md5Mismatch", "ContainerBeingDeleted", "OperationTimedOut", "ServerBusy" ->
          new PassingFault(text(raw), raw);
      case "ConditionNotMet" ->
          new FileSystemException(location, null, what + ": it was replaced meanwhile");
      case "InvalidBlockList" ->
          new FileSystemException(
              location, null, what + ": another upload of the same key was committed meanwhile");
      default -> byStatus(what, raw);
    };
  }

  private Exception byStatus(String what, BlobStorageException raw) {
    int status = raw.getStatusCode();
    if (status >= 500 || status == 429 || status == 408) {
      return new PassingFault(text(raw), raw);
    }
    return switch (status) {
      case 401 -> error(AzureError.CREDENTIALS_REFUSED, what, raw);
      case 403 -> error(AzureError.FORBIDDEN, what, raw);
      default -> error(AzureError.REFUSED, what, raw);
    };
  }

  /** Azure tells a wrong clock as failed authentication, with this detail. */
  private static boolean late(BlobStorageException raw) {
    return String.valueOf(raw.getServiceMessage()).contains("date header");
  }

  private WeirException error(AzureError error, String what, BlobStorageException raw) {
    String message = location + ": " + what + " was refused by Azure: " + text(raw) + ".";
    return WeirException.with(
        WeirException.of(error, message, raw, Effect.NONE), "vendorCode", code(raw));
  }

  static String code(BlobStorageException raw) {
    return raw.getErrorCode() == null ? "" : raw.getErrorCode().toString();
  }

  private static String text(BlobStorageException raw) {
    return (raw.getStatusCode() + " " + code(raw)).strip();
  }

  /** The first of a kind among an exception and its causes. */
  static <T extends Throwable> @Nullable T find(Class<T> type, @Nullable Throwable raw) {
    for (Throwable cause = raw; cause != null; cause = cause.getCause()) {
      if (type.isInstance(cause)) {
        return type.cast(cause);
      }
    }
    return null;
  }
}
