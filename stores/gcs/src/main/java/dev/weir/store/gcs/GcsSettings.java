package dev.weir.store.gcs;

import dev.weir.api.Secret;
import dev.weir.store.transfer.Options;
import dev.weir.store.transfer.Patience;
import dev.weir.store.transfer.Prefix;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Where a Google Cloud store lies and how it is reached, as location and options say it. */
record GcsSettings(
    String bucket,
    Prefix prefix,
    Optional<URI> endpoint,
    Optional<Key> key,
    Optional<String> storageClass,
    Patience patience,
    List<String> problems) {

  static final Map<String, String> OPTIONS = options();

  /** A service account's key: a path to its JSON file, or the JSON itself. */
  record Key(String text) {
    @Override
    public String toString() {
      return "***";
    }
  }

  static GcsSettings of(URI location, Map<String, Secret> values) {
    Options options = Options.of(values, OPTIONS);
    String bucket = Optional.ofNullable(location.getAuthority()).orElse("");
    if (!bucket.matches("[a-z0-9][a-z0-9._-]{1,220}[a-z0-9]")) {
      options.problem("Name the bucket: gs://bucket/prefix.");
    }
    Optional<Prefix> prefix = Prefix.of(Optional.ofNullable(location.getPath()).orElse(""));
    if (prefix.isEmpty() || location.getQuery() != null || location.getFragment() != null) {
      options.problem("Write the prefix with letters, digits and . _ = + @ - between slashes.");
    }
    return new GcsSettings(
        bucket,
        prefix.orElse(new Prefix("")),
        options.address("endpoint"),
        options.text("credentials").map(Key::new),
        options.text("storage-class"),
        Patience.of(options),
        options.problems());
  }

  String location() {
    return "gs://" + bucket + prefix.path();
  }

  private static Map<String, String> options() {
    Map<String, String> all = new TreeMap<>(Patience.OPTIONS);
    all.put(
        "endpoint",
        "The address of another server of the same API; without credentials none are sent there.");
    all.put(
        "credentials",
        "The path of a service account's JSON file, or its content; application default"
            + " credentials otherwise.");
    all.put("storage-class", "The storage class of new objects, such as NEARLINE.");
    return Map.copyOf(all);
  }
}
