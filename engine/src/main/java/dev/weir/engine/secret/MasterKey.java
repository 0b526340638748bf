package dev.weir.engine.secret;

import com.google.crypto.tink.Aead;
import com.google.crypto.tink.subtle.AesGcmJce;
import dev.weir.api.CoreError;
import dev.weir.api.Effect;
import dev.weir.api.WeirException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The key that seals the keys: 32 bytes, in base64. Taken from {@code WEIR_MASTER_KEY}, else from
 * the file that {@code WEIR_MASTER_KEY_FILE} names, else from {@code master.key} in the Weir home,
 * which is made when the first secret is sealed and which only its owner may read. Read again each
 * time it is needed.
 */
public final class MasterKey {
  private static final int BYTES = 32;
  private final @Nullable String literal;
  private final Path file;
  private final boolean own;

  private MasterKey(@Nullable String literal, Path file, boolean own) {
    this.literal = literal;
    this.file = file;
    this.own = own;
  }

  /** The key that the variables and the home name. */
  public static MasterKey from(Path home, Map<String, String> variables) {
    String literal = variables.getOrDefault("WEIR_MASTER_KEY", "");
    String named = variables.getOrDefault("WEIR_MASTER_KEY_FILE", "");
    Path own = home.resolve("master.key");
    return new MasterKey(
        literal.isBlank() ? null : literal,
        named.isBlank() ? own : Path.of(named),
        literal.isBlank() && named.isBlank());
  }

  /** The key with this text in base64. */
  public static MasterKey of(String base64) {
    return new MasterKey(base64, Path.of(""), false);
  }

  /** A new random key in base64. */
  public static String generate() {
    byte[] key = new byte[BYTES];
    new SecureRandom().nextBytes(key);
    return Base64.getEncoder().encodeToString(key);
  }

  /** Where it comes from, in words. */
  String place() {
    return literal != null ? "WEIR_MASTER_KEY" : file.toString();
  }

  /** The key; makes {@code master.key} when it is missing and may be made. */
  Aead orCreate() {
    try {
      if (own && !Files.exists(file)) {
        PrivateFiles.createDirectoryOf(file);
        PrivateFiles.replace(file, generate().getBytes(StandardCharsets.US_ASCII));
      }
    } catch (IOException failed) {
      throw unreadable("The master key " + file + " cannot be written.", failed);
    }
    return aead();
  }

  Aead aead() {
    byte[] key = decode(literal != null ? literal : text());
    if (key.length != BYTES) {
      throw unreadable(
          "The master key from "
              + place()
              + " has "
              + key.length
              + " bytes; it must be 32 bytes in base64.",
          null);
    }
    try {
      return new AesGcmJce(key);
    } catch (GeneralSecurityException impossible) {
      throw unreadable("The master key from " + place() + " cannot be used.", impossible);
    }
  }

  private byte[] decode(String text) {
    try {
      return Base64.getDecoder().decode(text.strip());
    } catch (IllegalArgumentException wrong) {
      throw unreadable("The master key from " + place() + " is not base64.", null);
    }
  }

  private String text() {
    try {
      if (PrivateFiles.isShared(file) && own) {
        throw unreadable("Others may read the master key " + file + ": run chmod 600 on it.", null);
      }
      PrivateFiles.refuseIfOpen(file);
      return Files.readString(file, StandardCharsets.US_ASCII);
    } catch (NoSuchFileException missing) {
      throw unreadable("The master key " + file + " is missing.", null);
    } catch (IOException failed) {
      throw unreadable("The master key " + file + " cannot be read.", failed);
    }
  }

  static WeirException unreadable(String message, @Nullable Throwable cause) {
    return WeirException.of(CoreError.SECRET_UNREADABLE, message, cause, Effect.NONE);
  }

  @Override
  public String toString() {
    return "master key from " + place();
  }
}
