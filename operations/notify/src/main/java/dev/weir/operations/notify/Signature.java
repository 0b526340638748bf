package dev.weir.operations.notify;

import dev.weir.api.Secret;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Base64;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * The signature of a message by the Standard Webhooks scheme (standardwebhooks.com, specification
 * 1.0): {@code v1,} and the Base64 of HMAC-SHA256 over {@code id.timestamp.body}.
 */
final class Signature {
  private static final String PREFIX = "whsec_";

  private Signature() {}

  static String of(Secret key, String id, String timestamp, String body) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(bytes(key.reveal()), "HmacSHA256"));
      byte[] signed =
          mac.doFinal((id + "." + timestamp + "." + body).getBytes(StandardCharsets.UTF_8));
      return "v1," + Base64.getEncoder().encodeToString(signed);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("HmacSHA256 is part of every Java", e);
    }
  }

  /** A key in the scheme's own spelling is Base64 behind a prefix; any other is taken as it is. */
  private static byte[] bytes(String key) {
    if (key.startsWith(PREFIX)) {
      try {
        return Base64.getDecoder().decode(key.substring(PREFIX.length()));
      } catch (IllegalArgumentException notBase64) {
        return key.getBytes(StandardCharsets.UTF_8);
      }
    }
    return key.getBytes(StandardCharsets.UTF_8);
  }
}
