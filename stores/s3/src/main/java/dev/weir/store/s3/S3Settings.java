package dev.weir.store.s3;

import dev.weir.api.Secret;
import dev.weir.store.transfer.Options;
import dev.weir.store.transfer.Patience;
import dev.weir.store.transfer.Prefix;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Where an S3 store lies and how it is reached, as location and options say it. */
record S3Settings(
    String bucket,
    Prefix prefix,
    Optional<URI> endpoint,
    Optional<String> region,
    boolean pathStyle,
    Optional<Keys> keys,
    Optional<String> sse,
    Optional<String> storageClass,
    boolean crc32c,
    boolean conditionalWrites,
    Patience patience,
    List<String> problems) {

  static final Map<String, String> OPTIONS = options();

  record Keys(String access, String secret, Optional<String> token) {
    @Override
    public String toString() {
      return "***";
    }
  }

  static S3Settings of(URI location, Map<String, Secret> values) {
    Options options = Options.of(values, OPTIONS);
    Optional<String> bucket = Optional.ofNullable(location.getAuthority());
    if (bucket.filter(name -> name.matches("[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]")).isEmpty()) {
      options.problem("Name the bucket: s3://bucket/prefix.");
    }
    Optional<Prefix> prefix = Prefix.of(Optional.ofNullable(location.getPath()).orElse(""));
    if (prefix.isEmpty() || location.getQuery() != null || location.getFragment() != null) {
      options.problem("Write the prefix with letters, digits and . _ = + @ - between slashes.");
    }
    return new S3Settings(
        bucket.orElse(""),
        prefix.orElse(new Prefix("")),
        options.address("endpoint"),
        options.text("region"),
        options.flag("path-style", options.has("endpoint")),
        keys(options),
        sse(options),
        options.text("storage-class"),
        crc32c(options),
        options.flag("conditional-writes", true),
        Patience.of(options),
        options.problems());
  }

  private static Optional<Keys> keys(Options options) {
    if (options.has("access-key") != options.has("secret-key")) {
      options.problem("Set access-key and secret-key both, or neither.");
    } else if (options.has("session-token") && !options.has("access-key")) {
      options.problem("A session-token needs its access-key and secret-key.");
    }
    return options
        .text("access-key")
        .map(key ->
            new Keys(key, options.text("secret-key").orElse(""), options.text("session-token")));
  }

  private static Optional<String> sse(Options options) {
    Optional<String> sse = options.text("sse");
    if (sse.filter(text -> !text.matches("AES256|aws:kms(:.+)?")).isPresent()) {
      options.problem("Set sse to AES256, aws:kms, or aws:kms: and the id or ARN of a key.");
    }
    return sse;
  }

  private static boolean crc32c(Options options) {
    String checksum = options.text("checksum").orElse("crc32c");
    if (!checksum.matches("crc32c|md5")) {
      options.problem("Set checksum to crc32c or md5.");
    }
    return checksum.equals("crc32c");
  }

  String location() {
    return "s3://" + bucket + prefix.path();
  }

  private static Map<String, String> options() {
    Map<String, String> all = new TreeMap<>(Patience.OPTIONS);
    all.put("endpoint", "The address of a server other than AWS, such as http://minio:9000.");
    all.put("region", "The bucket's region; by default as AWS_REGION or the profile says.");
    all.put("path-style", "Whether the bucket stands in the path; true by default with endpoint.");
    all.put("access-key", "The id of an access key; without one, the AWS default chain is used.");
    all.put("secret-key", "The secret of the access key.");
    all.put("session-token", "The token of temporary credentials.");
    all.put("sse", "Encryption by the server: AES256, aws:kms, or aws:kms:KEY.");
    all.put("storage-class", "The storage class of new objects, such as STANDARD_IA.");
    all.put("checksum", "What the server checks parts by: crc32c (the default) or md5.");
    all.put(
        "conditional-writes",
        "Whether the server itself keeps writers apart; true by default, and tried out first on"
            + " other servers than AWS. With false, Weir looks before it writes: for one writer"
            + " only.");
    return Map.copyOf(all);
  }
}
