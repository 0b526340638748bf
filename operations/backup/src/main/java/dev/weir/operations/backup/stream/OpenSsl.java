package dev.weir.operations.backup.stream;

import dev.weir.api.Secret;
import dev.weir.operations.backup.BackupError;
import java.io.IOException;
import java.io.InputStream;
import java.io.PushbackInputStream;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.List;
import javax.crypto.Cipher;
import javax.crypto.CipherInputStream;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.PBEKeySpec;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/**
 * Reads what {@code openssl enc -aes-256-cbc} wrote, with a salt: with {@code -pbkdf2} (SHA-256,
 * 10,000 rounds), or without (one round of SHA-256, or of MD5 before OpenSSL 1.1). The file does
 * not say which, and has no checksum, so each is tried on its beginning, and the one that yields
 * something known wins: a compressed file, an archive of pg_dump, or text. Where the content has no
 * checksum of its own, a change in the middle cannot be noticed.
 */
public final class OpenSsl {
  private static final byte[] MAGIC = "Salted__".getBytes(StandardCharsets.US_ASCII);
  private static final int SALT = 8;
  private static final int BLOCK = 16;
  private static final int PROBE = 64 * BLOCK;
  private static final int KEY = 32;
  private static final List<Derivation> DERIVATIONS =
      List.of(OpenSsl::pbkdf2, (p, s) -> old(p, s, "SHA-256"), (p, s) -> old(p, s, "MD5"));

  private OpenSsl() {}

  /** Key and initial vector from a passphrase and a salt. */
  private interface Derivation {
    byte[] derive(byte[] passphrase, byte[] salt) throws GeneralSecurityException;
  }

  /** True when a file begins as openssl's do. */
  static boolean begins(byte[] start) {
    return start.length >= MAGIC.length
        && Arrays.equals(start, 0, MAGIC.length, MAGIC, 0, MAGIC.length);
  }

  /**
   * The plain content.
   *
   * @param in from the first byte on
   * @throws dev.weir.api.Rejected with {@code BACKUP-026} when the passphrase opens it in no way
   */
  static InputStream decrypt(InputStream in, Secret passphrase) throws IOException {
    byte[] head = in.readNBytes(MAGIC.length + SALT);
    if (head.length < MAGIC.length + SALT || !begins(head)) {
      throw BackupError.UNREADABLE_IMPORT.because("This file was not written by openssl.");
    }
    byte[] salt = Arrays.copyOfRange(head, MAGIC.length, head.length);
    byte[] probe = in.readNBytes(PROBE);
    int next = in.read();
    boolean whole = next < 0;
    if (probe.length == 0 || probe.length % BLOCK != 0) {
      throw BackupError.UNREADABLE_IMPORT.because(
          "This file was written by openssl and is cut: its length is no multiple of 16.");
    }
    PushbackInputStream again = new PushbackInputStream(in, PROBE + 1);
    if (!whole) {
      again.unread(next);
    }
    again.unread(probe);
    byte[] secret = passphrase.reveal().getBytes(StandardCharsets.UTF_8);
    for (Derivation each : DERIVATIONS) {
      byte[] keys = derived(each, secret, salt);
      byte[] plain = probed(keys, probe, whole);
      if (plain != null && isKnown(plain)) {
        return new Padded(new CipherInputStream(again, cipher(keys, "PKCS5Padding")));
      }
    }
    throw BackupError.UNREADABLE_IMPORT.because(
        "The passphrase does not open this file of openssl: it is another one, or the file was"
            + " encrypted with other options than -aes-256-cbc with or without -pbkdf2.");
  }

  private static byte[] derived(Derivation derivation, byte[] passphrase, byte[] salt) {
    try {
      return derivation.derive(passphrase, salt);
    } catch (GeneralSecurityException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  private static byte @Nullable [] probed(byte[] keys, byte[] probe, boolean whole) {
    try {
      return cipher(keys, whole ? "PKCS5Padding" : "NoPadding").doFinal(probe);
    } catch (GeneralSecurityException wrongKey) {
      return null;
    }
  }

  private static Cipher cipher(byte[] keys, String padding) {
    try {
      Cipher cipher = Cipher.getInstance("AES/CBC/" + padding);
      cipher.init(
          Cipher.DECRYPT_MODE,
          new SecretKeySpec(keys, 0, KEY, "AES"),
          new IvParameterSpec(keys, KEY, BLOCK));
      return cipher;
    } catch (GeneralSecurityException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  private static byte[] pbkdf2(byte[] passphrase, byte[] salt) throws GeneralSecurityException {
    char[] characters = new String(passphrase, StandardCharsets.UTF_8).toCharArray();
    PBEKeySpec spec = new PBEKeySpec(characters, salt, 10_000, (KEY + BLOCK) * 8);
    return SecretKeyFactory.getInstance("PBKDF2WithHmacSHA256").generateSecret(spec).getEncoded();
  }

  /** EVP_BytesToKey(3) with one round. */
  private static byte[] old(byte[] passphrase, byte[] salt, String digest)
      throws GeneralSecurityException {
    MessageDigest hash = MessageDigest.getInstance(digest);
    byte[] keys = new byte[0];
    byte[] last = new byte[0];
    while (keys.length < KEY + BLOCK) {
      hash.update(last);
      hash.update(passphrase);
      last = hash.digest(salt);
      byte[] more = Arrays.copyOf(keys, keys.length + last.length);
      System.arraycopy(last, 0, more, keys.length, last.length);
      keys = more;
    }
    return keys;
  }

  private static boolean isKnown(byte[] plain) {
    return Compression.of(plain) != Compression.NONE
        || startsWith(plain, "PGDMP")
        || startsWith(plain, "SQLite format 3")
        || startsWith(plain, "REDIS")
        || isTar(plain)
        || isText(plain);
  }

  private static boolean startsWith(byte[] plain, String magic) {
    byte[] wanted = magic.getBytes(StandardCharsets.US_ASCII);
    return plain.length >= wanted.length
        && Arrays.equals(plain, 0, wanted.length, wanted, 0, wanted.length);
  }

  private static boolean isTar(byte[] plain) {
    return plain.length > 262
        && new String(plain, 257, 5, StandardCharsets.US_ASCII).equals("ustar");
  }

  private static boolean isText(byte[] plain) {
    for (byte b : plain) {
      boolean control = b >= 0 && b < ' ' && b != '\n' && b != '\r' && b != '\t';
      if (control) {
        return false;
      }
    }
    return new String(plain, 0, Math.max(0, plain.length - 4), StandardCharsets.UTF_8)
            .indexOf('\uFFFD')
        < 0;
  }

  /** Tells bad padding at the end, which CipherInputStream keeps to itself, as damage. */
  private static final class Padded extends java.io.FilterInputStream {
    Padded(InputStream in) {
      super(in);
    }

    @Override
    public int read() throws IOException {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
      try {
        return super.read(bytes, offset, length);
      } catch (IOException broken) {
        if (broken.getCause() instanceof GeneralSecurityException) {
          throw BackupError.UNREADABLE_IMPORT.because(
              "This file of openssl is cut or damaged at its end.", broken);
        }
        throw broken;
      }
    }
  }
}
