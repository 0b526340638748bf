package dev.weir.operations.backup.stream;

import com.google.crypto.tink.AccessesPartialKey;
import com.google.crypto.tink.InsecureSecretKeyAccess;
import com.google.crypto.tink.KeysetHandle;
import com.google.crypto.tink.RegistryConfiguration;
import com.google.crypto.tink.TinkJsonProtoKeysetFormat;
import com.google.crypto.tink.streamingaead.AesGcmHkdfStreamingKey;
import com.google.crypto.tink.streamingaead.PredefinedStreamingAeadParameters;
import com.google.crypto.tink.streamingaead.StreamingAeadConfig;
import com.google.crypto.tink.subtle.AesGcmHkdfStreaming;
import com.google.crypto.tink.subtle.Hkdf;
import dev.weir.api.Secret;
import dev.weir.engine.secret.SealedFileSecrets;
import dev.weir.operations.backup.BackupError;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/**
 * The keys that backups are encrypted with: a Tink key set of streaming keys (AES256_GCM_HKDF_1MB),
 * sealed with the other secrets of the Weir home. New backups take the newest key; each manifest
 * names the key of its backup, so that keys which were replaced go on reading. Immutable; a
 * rotation answers new keys.
 */
public final class BackupKeys {
  /** The name under which they are sealed. */
  public static final String SECRET = "weir/backup-keys";

  /** What the streams are encrypted with, in Tink's words. */
  public static final String ALGORITHM = "AES256_GCM_HKDF_1MB";

  /** No keys: nothing is encrypted, and what is cannot be read. */
  public static final BackupKeys NONE = new BackupKeys(null);

  private final @Nullable KeysetHandle keys;

  private BackupKeys(@Nullable KeysetHandle keys) {
    this.keys = keys;
  }

  /** One new key. */
  public static BackupKeys generate() {
    return guarded(() -> {
      StreamingAeadConfig.register();
      return new BackupKeys(KeysetHandle.newBuilder().addEntry(fresh().makePrimary()).build());
    });
  }

  private static KeysetHandle.Builder.Entry fresh() {
    return KeysetHandle.generateEntryFromParameters(
            PredefinedStreamingAeadParameters.AES256_GCM_HKDF_1MB)
        .withRandomId();
  }

  /** The keys sealed in a Weir home; {@link #NONE} when there are none yet. */
  public static BackupKeys in(SealedFileSecrets home) {
    return home.get(SECRET).map(BackupKeys::parse).orElse(NONE);
  }

  /** The keys sealed in a Weir home; one is made and sealed when there is none yet. */
  public static BackupKeys orCreate(SealedFileSecrets home) {
    BackupKeys keys = in(home);
    if (!keys.isEmpty()) {
      return keys;
    }
    generate().sealIn(home);
    return in(home);
  }

  public void sealIn(SealedFileSecrets home) {
    home.set(SECRET, export());
  }

  /**
   * Reads what {@link #export} wrote.
   *
   * @throws dev.weir.api.Rejected with {@code BACKUP-015} when it is something else
   */
  public static BackupKeys parse(Secret exported) {
    try {
      StreamingAeadConfig.register();
      return new BackupKeys(
          TinkJsonProtoKeysetFormat.parseKeyset(
              exported.reveal(), RegistryConfiguration.get(), InsecureSecretKeyAccess.get()));
    } catch (GeneralSecurityException | RuntimeException wrong) {
      throw BackupError.KEY_MISSING.because(
          "This is not a set of backup keys as `weir backup key export` writes it.");
    }
  }

  /** All keys as a Tink key set in JSON, to be kept where the backups are not. */
  public Secret export() {
    return guarded(() ->
        Secret.of(
            TinkJsonProtoKeysetFormat.serializeKeyset(
                handle(), RegistryConfiguration.get(), InsecureSecretKeyAccess.get())));
  }

  /** With a new key for backups from now on; the others go on reading. */
  public BackupKeys rotate() {
    return guarded(() -> {
      KeysetHandle.Builder all = KeysetHandle.newBuilder(handle());
      return new BackupKeys(all.addEntry(fresh().makePrimary()).build());
    });
  }

  /** With the keys of another set too; new backups take the key of this one. */
  public BackupKeys and(BackupKeys others) {
    if (isEmpty() || others.isEmpty()) {
      return isEmpty() ? others : this;
    }
    return guarded(() -> {
      KeysetHandle.Builder all = KeysetHandle.newBuilder(handle());
      for (int i = 0; i < others.handle().size(); i++) {
        KeysetHandle.Entry entry = others.handle().getAt(i);
        if (!ids().contains(hex(entry.getId()))) {
          all.addEntry(KeysetHandle.importKey(entry.getKey()).withFixedId(entry.getId()));
        }
      }
      return new BackupKeys(all.build());
    });
  }

  public boolean isEmpty() {
    return keys == null;
  }

  /** The id of the key that new backups take; empty without keys. */
  public Optional<String> current() {
    return isEmpty() ? Optional.empty() : Optional.of(hex(handle().getPrimary().getId()));
  }

  /** The ids of all keys, the oldest first. */
  public List<String> ids() {
    List<String> ids = new ArrayList<>();
    for (int i = 0; keys != null && i < keys.size(); i++) {
      ids.add(hex(keys.getAt(i).getId()));
    }
    return ids;
  }

  /**
   * @param about what the content belongs to; the same must be given to read it
   */
  OutputStream encrypt(OutputStream out, String key, String about) throws IOException {
    try {
      return AesGcmHkdfStreaming.create(key(key)).newEncryptingStream(out, bytes(about));
    } catch (GeneralSecurityException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  InputStream decrypt(InputStream in, String key, String about) throws IOException {
    try {
      return AesGcmHkdfStreaming.create(key(key)).newDecryptingStream(in, bytes(about));
    } catch (GeneralSecurityException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  /** HMAC-SHA256 under a key derived from a backup key, in hexadecimal. */
  @AccessesPartialKey
  public String mac(String key, byte[] content) {
    return guarded(() -> {
      byte[] material = key(key).getInitialKeyMaterial().toByteArray(InsecureSecretKeyAccess.get());
      byte[] derived =
          Hkdf.computeHkdf("HmacSha256", material, new byte[0], bytes("weir manifest 1"), 32);
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(derived, "HmacSHA256"));
      return HexFormat.of().formatHex(mac.doFinal(content));
    });
  }

  public boolean verifies(String key, byte[] content, String mac) {
    return MessageDigest.isEqual(bytes(mac(key, content)), bytes(mac));
  }

  private AesGcmHkdfStreamingKey key(String id) {
    for (int i = 0; keys != null && i < keys.size(); i++) {
      if (hex(keys.getAt(i).getId()).equals(id)
          && keys.getAt(i).getKey() instanceof AesGcmHkdfStreamingKey key) {
        return key;
      }
    }
    throw BackupError.KEY_MISSING.because(
        "The key " + id + " is not here; there " + (isEmpty() ? "are none" : "are " + ids()) + ".");
  }

  private KeysetHandle handle() {
    if (keys == null) {
      throw BackupError.KEY_MISSING.because("There are no backup keys here.");
    }
    return keys;
  }

  private static String hex(int id) {
    return HexFormat.of().toHexDigits(id);
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private interface Crypto<T> {
    T run() throws GeneralSecurityException;
  }

  private static <T> T guarded(Crypto<T> body) {
    try {
      return body.run();
    } catch (GeneralSecurityException impossible) {
      throw new IllegalStateException("Encryption is not available in this Java.", impossible);
    }
  }

  @Override
  public String toString() {
    return "backup keys " + ids();
  }
}
