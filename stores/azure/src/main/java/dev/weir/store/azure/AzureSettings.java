package dev.weir.store.azure;

import dev.weir.api.Secret;
import dev.weir.store.transfer.Options;
import dev.weir.store.transfer.Patience;
import dev.weir.store.transfer.Prefix;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/** Where an Azure store lies and how it is reached, as location and options say it. */
record AzureSettings(
    String account,
    String container,
    Prefix prefix,
    URI endpoint,
    Credential credential,
    Patience patience,
    List<String> problems) {

  static final Map<String, String> OPTIONS = options();

  private static final String WAYS = "one of account-key, sas and connection-string";

  /** How Azure is told who asks. */
  sealed interface Credential {
    /** The account's own key. */
    record Key(String text) implements Credential {
      @Override
      public String toString() {
        return "***";
      }
    }

    /** A shared access signature. */
    record Sas(String text) implements Credential {
      @Override
      public String toString() {
        return "***";
      }
    }

    /** All in one text, as the portal shows it. */
    record Connection(String text) implements Credential {
      @Override
      public String toString() {
        return "***";
      }
    }
  }

  static AzureSettings of(URI location, Map<String, Secret> values) {
    Options options = Options.of(values, OPTIONS);
    String account = Optional.ofNullable(location.getAuthority()).orElse("");
    if (!account.matches("[a-z0-9]{3,24}")) {
      options.problem("Name the storage account: azure://account/container/prefix.");
    }
    String[] path = Optional.ofNullable(location.getPath()).orElse("").split("/", 3);
    String container = path.length > 1 ? path[1] : "";
    if (!container.matches("[a-z0-9](-?[a-z0-9]){2,62}")) {
      options.problem("Name the container: azure://account/container/prefix.");
    }
    Optional<Prefix> prefix = Prefix.of(path.length > 2 ? path[2] : "");
    if (prefix.isEmpty() || location.getQuery() != null || location.getFragment() != null) {
      options.problem("Write the prefix with letters, digits and . _ = + @ - between slashes.");
    }
    Credential credential = credential(options);
    return new AzureSettings(
        account,
        container,
        prefix.orElse(new Prefix("")),
        endpoint(options, account),
        credential,
        Patience.of(options),
        options.problems());
  }

  private static URI endpoint(Options options, String account) {
    return options
        .address("endpoint")
        .orElseGet(() ->
            URI.create(
                "https://"
                    + (account.isEmpty() ? "account" : account.replaceAll("[^a-z0-9]", ""))
                    + ".blob.core.windows.net"));
  }

  private static Credential credential(Options options) {
    List<String> given =
        Stream.of("account-key", "sas", "connection-string").filter(options::has).toList();
    if (given.size() != 1) {
      options.problem("Set " + WAYS + (given.isEmpty() ? "." : ", not " + given + "."));
      return new Credential.Key("");
    }
    String text = options.text(given.getFirst()).orElseThrow();
    return switch (given.getFirst()) {
      case "account-key" -> new Credential.Key(base64(text, options));
      case "sas" -> new Credential.Sas(text.startsWith("?") ? text.substring(1) : text);
      default -> new Credential.Connection(text);
    };
  }

  private static String base64(String key, Options options) {
    try {
      java.util.Base64.getDecoder().decode(key);
    } catch (IllegalArgumentException e) {
      options.problem("Set account-key to the key as the portal shows it, in Base64.");
    }
    return key;
  }

  String location() {
    return "azure://" + account + "/" + container + prefix.path();
  }

  private static Map<String, String> options() {
    Map<String, String> all = new TreeMap<>(Patience.OPTIONS);
    all.put(
        "endpoint",
        "The address of the account's blobs where it is not"
            + " https://ACCOUNT.blob.core.windows.net.");
    all.put("account-key", "A key of the account.");
    all.put("sas", "A shared access signature for the container.");
    all.put("connection-string", "Account, key or signature and endpoint in one text.");
    return Map.copyOf(all);
  }
}
