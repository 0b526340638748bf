package dev.weir.api;

import java.util.Arrays;

/**
 * A secret, or a reference to one ({@code env://NAME}, {@code file:///path}, {@code
 * sealed://name}); prints as {@code ***}. Resolved to its characters only where a connection is
 * opened.
 */
public final class Secret {
  private final char[] characters;

  private Secret(char[] characters) {
    this.characters = characters;
  }

  /** From a literal or a reference; the characters are copied. */
  public static Secret of(CharSequence text) {
    char[] copy = new char[text.length()];
    for (int i = 0; i < copy.length; i++) {
      copy[i] = text.charAt(i);
    }
    return new Secret(copy);
  }

  /** True when this names a place where the secret is kept rather than being it. */
  public boolean isReference() {
    return new String(characters).matches("[a-z][a-z0-9-]*://.*");
  }

  /** The characters, for the one place that needs them. */
  public String reveal() {
    return new String(characters);
  }

  /** Overwrites the characters. */
  public void wipe() {
    Arrays.fill(characters, '\0');
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Secret secret
        && java.security.MessageDigest.isEqual(bytes(), secret.bytes());
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(characters);
  }

  private byte[] bytes() {
    return new String(characters).getBytes(java.nio.charset.StandardCharsets.UTF_8);
  }

  @Override
  public String toString() {
    return "***";
  }
}
