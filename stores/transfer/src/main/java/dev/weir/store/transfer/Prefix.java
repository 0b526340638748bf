package dev.weir.store.transfer;

import dev.weir.spi.store.ObjectKey;
import java.util.Optional;

/**
 * Where in a bucket a store keeps its objects: each key follows this text, which is empty or ends
 * with {@code /}.
 */
public record Prefix(String text) {
  /** From the path of a location, such as {@code /backups/weir}; empty when it is no good. */
  public static Optional<Prefix> of(String path) {
    String bare = path.replaceAll("^/+|/+$", "");
    if (bare.isEmpty()) {
      return Optional.of(new Prefix(""));
    }
    boolean fits = ObjectKey.valid(bare) && bare.length() <= 1000 - ObjectKey.LONGEST;
    return fits ? Optional.of(new Prefix(bare + "/")) : Optional.empty();
  }

  /** The name in the bucket of an object with this key. */
  public String name(String key) {
    return text + ObjectKey.checked(key);
  }

  /** The key of the object with this name in the bucket. */
  public String key(String name) {
    return name.substring(text.length());
  }

  /** The same without the last slash, as locations show it. */
  public String path() {
    return text.isEmpty() ? "" : "/" + text.substring(0, text.length() - 1);
  }
}
