package dev.weir.engine.secret;

import dev.weir.api.CoreError;
import dev.weir.api.Rejected;
import dev.weir.api.Secret;
import dev.weir.spi.SecretStore;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Leads references to the secrets they name. Asks the store each time, so that a secret that was
 * rotated is used at once. Thread-safe as far as the stores are.
 */
public final class Secrets {
  private final Map<String, SecretStore> stores = new LinkedHashMap<>();

  /** From stores; an earlier one of the same scheme wins. */
  public Secrets(Collection<? extends SecretStore> stores) {
    stores.forEach(store -> this.stores.putIfAbsent(store.scheme(), store));
  }

  /**
   * The stores of this machine ({@code env}, {@code file}, {@code pgpass}, {@code sealed}) and
   * those that are installed.
   *
   * @param home the Weir home, where the sealed secrets lie
   * @param variables the environment variables
   */
  public static Secrets standard(Path home, Map<String, String> variables) {
    List<SecretStore> stores = new ArrayList<>();
    stores.add(new EnvironmentSecrets(variables));
    stores.add(new FileSecrets());
    stores.add(new PasswordFileSecrets());
    stores.add(new SealedFileSecrets(home, MasterKey.from(home, variables)));
    ServiceLoader.load(SecretStore.class).forEach(stores::add);
    return new Secrets(stores);
  }

  /** The schemes that are known. */
  public Set<String> schemes() {
    return Set.copyOf(stores.keySet());
  }

  /**
   * The secret itself: a literal as it is, a reference looked up; null stays null.
   *
   * @throws Rejected with {@code WEIR-029} when there is no such secret or no such store; stores
   *     throw {@code WEIR-030} when it is there and cannot be read
   */
  public @Nullable String resolve(@Nullable Secret secret) {
    if (secret == null) {
      return null;
    }
    String text = secret.reveal();
    if (!secret.isReference() || isWebAddress(text)) {
      return text;
    }
    int end = text.indexOf("://");
    String scheme = text.substring(0, end);
    String reference = text.substring(end + 3);
    SecretStore store = stores.get(scheme);
    if (store == null) {
      throw Rejected.because(
          CoreError.SECRET_MISSING,
          "No secret store for "
              + scheme
              + ":// is installed; there are "
              + String.join(", ", stores.keySet())
              + ".");
    }
    String value = store.resolve(reference);
    if (value == null) {
      throw Rejected.because(
          CoreError.SECRET_MISSING, "There is no secret in " + store.place(reference) + ".");
    }
    return value;
  }

  // The address of a webhook is a secret that looks like a reference.
  private static boolean isWebAddress(String text) {
    return text.startsWith("https://") || text.startsWith("http://");
  }
}
