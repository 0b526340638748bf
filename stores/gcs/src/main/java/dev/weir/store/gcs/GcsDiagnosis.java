package dev.weir.store.gcs;

import com.google.auth.Retryable;
import com.google.cloud.storage.StorageException;
import dev.weir.api.Effect;
import dev.weir.api.WeirException;
import dev.weir.store.transfer.Diagnosis;
import dev.weir.store.transfer.PassingFault;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.net.ssl.SSLHandshakeException;
import org.jspecify.annotations.Nullable;

/** What an exception of Google's library means. */
final class GcsDiagnosis implements Diagnosis {
  private static final Pattern SENTENCE = Pattern.compile("\"message\"\\s*:\\s*\"([^\"]+)\"");

  private final String location;

  GcsDiagnosis(String location) {
    this.location = location;
  }

  @Override
  public Exception of(String what, Exception raw) {
    if (raw instanceof WeirException || raw instanceof FileSystemException) {
      return raw;
    }
    Retryable token = find(Retryable.class, raw);
    if (token != null && !token.isRetryable()) {
      return error(GcsError.CREDENTIALS_REFUSED, what, raw, "no access token was given");
    }
    StorageException refused = find(StorageException.class, raw);
    if (refused != null && refused.getCode() > 0) {
      return refused(what, refused);
    }
    SSLHandshakeException handshake = find(SSLHandshakeException.class, raw);
    if (handshake != null) {
      return error(GcsError.CERTIFICATE, what, handshake, "the TLS handshake failed");
    }
    if (refused != null || find(IOException.class, raw) != null) {
      return new PassingFault(String.valueOf(root(raw)), raw);
    }
    return raw;
  }

  private Exception refused(String what, StorageException raw) {
    int status = raw.getCode();
    if (status >= 500 || status == 429 || status == 408) {
      return new PassingFault(text(raw), raw);
    }
    return switch (status) {
      case 401 -> error(GcsError.CREDENTIALS_REFUSED, what, raw, text(raw));
      case 403 -> error(GcsError.FORBIDDEN, what, raw, text(raw));
      case 404 ->
          noBucket(raw)
              ? error(GcsError.NO_BUCKET, what, raw, text(raw))
              : new NoSuchFileException(location, null, what + ": there is no such object");
      default -> error(GcsError.REFUSED, what, raw, text(raw));
    };
  }

  static boolean noBucket(StorageException raw) {
    return String.valueOf(raw.getMessage()).contains("bucket does not exist");
  }

  private WeirException error(GcsError error, String what, Exception raw, String why) {
    String message = location + ": " + what + " was refused by Google Cloud Storage: " + why + ".";
    return WeirException.of(error, message, raw, Effect.NONE);
  }

  /** Google's own sentence, where its answer can be read, else the first line of its library's. */
  private static String text(StorageException raw) {
    String all = String.valueOf(raw.getMessage());
    Matcher sentence = SENTENCE.matcher(all);
    String message = sentence.find() ? sentence.group(1) : all.lines().findFirst().orElse("");
    return (raw.getCode() + " " + message).strip().replaceAll("\\.+$", "");
  }

  /** The first of a kind among an exception and its causes. */
  static <T> @Nullable T find(Class<T> type, @Nullable Throwable raw) {
    for (Throwable cause = raw; cause != null; cause = cause.getCause()) {
      if (type.isInstance(cause)) {
        return type.cast(cause);
      }
    }
    return null;
  }

  private static Throwable root(Throwable raw) {
    Throwable root = raw;
    for (Throwable next = root.getCause(); next != null; next = next.getCause()) {
      root = next;
    }
    return root;
  }
}
