package dev.weir.connector.jdbc;

import java.security.cert.CertPathBuilderException;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateNotYetValidException;
import java.security.cert.PKIXReason;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Why an encrypted connection was refused, in words; the platform's own name its classes. */
final class TlsFailure {
  private static final String STRANGER =
      "the server's certificate comes from an authority that is not trusted here.";

  /** The second is an authority that only has the name of a trusted one. */
  private static final Set<CertPathValidatorException.Reason> STRANGERS =
      Set.of(PKIXReason.NO_TRUST_ANCHOR, CertPathValidatorException.BasicReason.INVALID_SIGNATURE);

  private TlsFailure() {}

  /** One sentence, or null where the error itself says it best. */
  static @Nullable String words(Throwable error) {
    for (Throwable cause = error; cause != null; cause = cause.getCause()) {
      String message = Objects.requireNonNullElse(cause.getMessage(), "");
      switch (cause) {
        case CertificateExpiredException _ -> {
          return "the server's certificate has expired (" + message + ").";
        }
        case CertificateNotYetValidException _ -> {
          return "the server's certificate is not valid yet (" + message + ").";
        }
        case CertPathBuilderException _ -> {
          return STRANGER;
        }
        case CertPathValidatorException refused when STRANGERS.contains(refused.getReason()) -> {
          return STRANGER;
        }
        case CertificateException _ when otherHost(message) -> {
          return "the server's certificate is for another host (" + message + ").";
        }
        default -> {
          // The reason lies deeper, or nowhere.
        }
      }
    }
    return null;
  }

  /** As the platform's own check of host names begins its two messages. */
  private static boolean otherHost(String message) {
    return message.startsWith("No subject alternative") || message.startsWith("No name matching");
  }
}
