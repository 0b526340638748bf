package dev.weir.engine.secret;

import com.google.crypto.tink.Aead;
import com.google.crypto.tink.KeysetHandle;
import com.google.crypto.tink.RegistryConfiguration;
import com.google.crypto.tink.TinkProtoKeysetFormat;
import com.google.crypto.tink.aead.AeadConfig;
import com.google.crypto.tink.aead.PredefinedAeadParameters;
import dev.weir.api.CoreError;
import dev.weir.api.Effect;
import dev.weir.api.Rejected;
import dev.weir.api.Secret;
import dev.weir.api.WeirException;
import dev.weir.spi.SecretStore;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.GeneralSecurityException;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Secrets sealed in {@code secrets.json} of the Weir home: {@code sealed://name}. Each value is
 * encrypted with AES-256-GCM under a key set, bound to its name; the key set is encrypted under the
 * {@link MasterKey}. The file is replaced whole and synchronized, under a lock that other processes
 * respect, so that a crash leaves the old secrets or the new ones, and readers never wait.
 * Thread-safe.
 *
 * <p>What cannot be opened (another master key, a changed file, values moved between names) is told
 * with {@code WEIR-030}.
 */
public final class SealedFileSecrets implements SecretStore {
  private static final byte[] KEYSET = "weir sealed secrets 1".getBytes(StandardCharsets.UTF_8);
  private static final Map<Path, ReentrantLock> IN_PROCESS = new ConcurrentHashMap<>();
  private final Path file;
  private final Path lock;
  private final MasterKey master;
  private final Clock clock;

  public SealedFileSecrets(Path home, MasterKey master) {
    this(home, master, Clock.systemUTC());
  }

  SealedFileSecrets(Path home, MasterKey master, Clock clock) {
    this.file = home.resolve("secrets.json").toAbsolutePath().normalize();
    this.lock = PrivateFiles.sibling(file, ".lock");
    this.master = master;
    this.clock = clock;
    register();
  }

  private static void register() {
    try {
      AeadConfig.register();
    } catch (GeneralSecurityException impossible) {
      throw MasterKey.unreadable("Encryption is not available in this Java.", impossible);
    }
  }

  /** A secret without its value. */
  public record Entry(String name, Instant created, Instant changed) {}

  @Override
  public String scheme() {
    return "sealed";
  }

  @Override
  public String place(String reference) {
    return "the sealed secrets under the name "
        + reference
        + " (`weir secret set "
        + reference
        + "`)";
  }

  @Override
  public @Nullable String resolve(String reference) {
    return get(reference).map(Secret::reveal).orElse(null);
  }

  public Optional<Secret> get(String name) {
    SealedFile sealed = SealedFile.read(file);
    SealedFile.Entry entry = sealed.entries().get(name);
    return entry == null
        ? Optional.empty()
        : Optional.of(Secret.of(open(keys(sealed), name, entry)));
  }

  /** What there is, by name, never the values. */
  public List<Entry> list() {
    return SealedFile.read(file).entries().entrySet().stream()
        .map(e -> new Entry(e.getKey(), e.getValue().created(), e.getValue().changed()))
        .toList();
  }

  /**
   * Adds or replaces a secret.
   *
   * @param name letters, digits, {@code .}, {@code _}, {@code /} and {@code -}
   * @throws Rejected with {@code WEIR-005} when the name is not one
   */
  public void set(String name, Secret value) {
    if (!name.matches("[A-Za-z0-9._/-]{1,200}")) {
      throw Rejected.because(
          CoreError.INVALID_OPTION,
          "The name of a secret consists of letters, digits, '.', '_', '/' and '-'.");
    }
    change(sealed -> {
      KeysetHandle keys = sealed.isNew() ? newKeys() : keys(sealed);
      SealedFile.Entry before = sealed.entries().get(name);
      Instant now = clock.instant();
      Instant created = before == null ? now : before.created();
      Map<String, SealedFile.Entry> entries = new TreeMap<>(sealed.entries());
      entries.put(name, new SealedFile.Entry(seal(keys, name, value.reveal()), created, now));
      return sealed.with(entries, wrap(keys, master.orCreate()));
    });
  }

  /** Removes a secret; false when there was none. */
  public boolean remove(String name) {
    boolean[] removed = new boolean[1];
    change(sealed -> {
      Map<String, SealedFile.Entry> entries = new TreeMap<>(sealed.entries());
      removed[0] = entries.remove(name) != null;
      return removed[0] ? sealed.with(entries, sealed.keyset()) : sealed;
    });
    return removed[0];
  }

  /**
   * Makes a new key and seals every secret with it; what was sealed with the old key can no longer
   * be opened, copies of the old file excepted.
   *
   * @return how many secrets were sealed again
   */
  public int rotate() {
    int[] count = new int[1];
    change(sealed -> {
      if (sealed.entries().isEmpty()) {
        return sealed;
      }
      KeysetHandle old = keys(sealed);
      KeysetHandle fresh = newKeys();
      Map<String, SealedFile.Entry> entries = new TreeMap<>();
      sealed
          .entries()
          .forEach((name, entry) ->
              entries.put(
                  name,
                  new SealedFile.Entry(
                      seal(fresh, name, open(old, name, entry)),
                      entry.created(),
                      entry.changed())));
      count[0] = entries.size();
      return sealed.with(entries, wrap(fresh, master.aead()));
    });
    return count[0];
  }

  /**
   * Puts the secrets under another master key; this store keeps the old one and cannot open them
   * afterwards.
   */
  public void moveTo(MasterKey next) {
    change(sealed ->
        sealed.isNew()
            ? sealed
            : sealed.with(sealed.entries(), wrap(keys(sealed), next.orCreate())));
  }

  private void change(UnaryOperator<SealedFile> change) {
    ReentrantLock inProcess = IN_PROCESS.computeIfAbsent(file, f -> new ReentrantLock());
    inProcess.lock();
    try {
      PrivateFiles.createDirectoryOf(file);
      try (FileChannel channel =
              FileChannel.open(lock, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
          var _ = channel.lock()) {
        SealedFile before = SealedFile.read(file);
        SealedFile after = change.apply(before);
        if (!after.equals(before)) {
          after.write(file);
        }
      }
    } catch (IOException failed) {
      throw WeirException.of(
          CoreError.HOME,
          "The sealed secrets " + file + " cannot be written.",
          failed,
          Effect.NONE);
    } finally {
      inProcess.unlock();
    }
  }

  private static KeysetHandle newKeys() {
    try {
      return KeysetHandle.generateNew(
          PredefinedAeadParameters.AES256_GCM, RegistryConfiguration.get());
    } catch (GeneralSecurityException impossible) {
      throw MasterKey.unreadable("No key can be made.", impossible);
    }
  }

  private static byte[] wrap(KeysetHandle keys, Aead master) {
    try {
      return TinkProtoKeysetFormat.serializeEncryptedKeyset(
          keys, master, KEYSET, RegistryConfiguration.get());
    } catch (GeneralSecurityException impossible) {
      throw MasterKey.unreadable("The keys cannot be sealed.", impossible);
    }
  }

  private KeysetHandle keys(SealedFile sealed) {
    try {
      return TinkProtoKeysetFormat.parseEncryptedKeyset(
          sealed.keyset(), master.aead(), KEYSET, RegistryConfiguration.get());
    } catch (GeneralSecurityException wrong) {
      throw MasterKey.unreadable(
          "The sealed secrets "
              + file
              + " cannot be opened with the master key from "
              + master.place()
              + ": it is another key, or the file was changed.",
          null);
    }
  }

  private static byte[] seal(KeysetHandle keys, String name, String value) {
    try {
      return aead(keys)
          .encrypt(value.getBytes(StandardCharsets.UTF_8), name.getBytes(StandardCharsets.UTF_8));
    } catch (GeneralSecurityException impossible) {
      throw MasterKey.unreadable("The secret " + name + " cannot be sealed.", impossible);
    }
  }

  private String open(KeysetHandle keys, String name, SealedFile.Entry entry) {
    try {
      return new String(
          aead(keys).decrypt(entry.value(), name.getBytes(StandardCharsets.UTF_8)),
          StandardCharsets.UTF_8);
    } catch (GeneralSecurityException wrong) {
      throw MasterKey.unreadable(
          "The sealed secret "
              + name
              + " in "
              + file
              + " was changed, or belongs to another name. Set it again.",
          null);
    }
  }

  private static Aead aead(KeysetHandle keys) throws GeneralSecurityException {
    return keys.getPrimitive(RegistryConfiguration.get(), Aead.class);
  }
}
