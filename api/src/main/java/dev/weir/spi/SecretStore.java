package dev.weir.spi;

import org.jspecify.annotations.Nullable;

/**
 * A place where secrets are kept, by the scheme of its references. Found by {@link
 * java.util.ServiceLoader}.
 */
public interface SecretStore {
  /** The scheme of the references it resolves, such as {@code vault}. */
  String scheme();

  /**
   * The secret that a reference names.
   *
   * @param reference what follows {@code scheme://}
   * @return null when there is no such secret
   */
  @Nullable String resolve(String reference);

  /** Where a person would set the secret that {@code reference} names; for error messages. */
  String place(String reference);
}
