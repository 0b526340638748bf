package dev.weir.engine.config;

import dev.weir.api.Secret;
import java.util.Locale;
import java.util.regex.Pattern;

/** Recognises what must not be shown or written down. */
final class Sensitive {
  private static final Pattern WORDS =
      Pattern.compile("password|passwd|pwd|secret|token|credential|private.?key|api.?key");

  private Sensitive() {}

  static boolean parameter(String name) {
    return WORDS.matcher(name.toLowerCase(Locale.ROOT)).find();
  }

  /** True for the address of a webhook, which looks like a reference and is the secret itself. */
  static boolean isWebAddress(Secret secret) {
    String text = secret.reveal();
    return text.startsWith("https://") || text.startsWith("http://");
  }

  /** True when the secret itself was written down. */
  static boolean isLiteral(Secret secret) {
    return !secret.isReference() || isWebAddress(secret);
  }
}
