package dev.weir.connector.redis;

import dev.weir.api.CoreError;
import dev.weir.api.Definition;
import dev.weir.api.Definition.Tls;
import dev.weir.api.Rejected;
import dev.weir.api.Secret;
import dev.weir.spi.ServerUrl;
import java.util.Optional;
import java.util.Set;

/**
 * Reads {@code redis://user:password@host:port/database}, or {@code rediss://} for a connection
 * that is encrypted and checked.
 */
final class RedisUrl {
  private static final String EXAMPLE =
      "redis://host:6379/0, redis://user:password@host or rediss://host (TLS)";

  private RedisUrl() {}

  static Optional<Definition.Builder> parse(String name, String url) {
    if (url.matches("(?s)(jdbc:)?(rediss?-[a-z]+:|rediss?:(?!//)).*")) {
      throw wrong("name one server, with two slashes after redis:");
    }
    return ServerUrl.parse(url, Set.of("redis", "rediss"), EXAMPLE)
        .map(parts -> definition(name, parts));
  }

  private static Definition.Builder definition(String name, ServerUrl url) {
    if (!url.host().matches("[\\p{L}\\p{N}._-]+|[0-9A-Fa-f:]*:[0-9A-Fa-f:.]*(%[\\w.]+)?")
        || url.host().endsWith(":")) {
      throw wrong("its host is neither a name nor an address; an IPv6 address stands in brackets");
    }
    if (url.user() != null && !url.user().isEmpty() && url.password() == null) {
      throw wrong(
          "it does not say whether a user or a password stands before the @;"
              + " write user:@host or :password@host");
    }
    if (!url.path().matches("\\d{0,9}")) {
      throw wrong("after the slash stands the number of the database");
    }
    Definition.Builder definition =
        Definition.builder(name, "REDIS").host(url.host()).port(url.port()).database(url.path());
    if (url.user() != null && !url.user().isEmpty()) {
      definition.user(url.user());
    }
    if (url.password() != null && !url.password().isEmpty()) {
      definition.password(Secret.of(url.password()));
    }
    if (url.scheme().equals("rediss")) {
      definition.tls(new Tls(Tls.Mode.VERIFY_FULL, null, null, null, Tls.DEFAULT.minimumVersion()));
    }
    url.parameters().forEach(definition::parameter);
    return definition;
  }

  private static Rejected wrong(String problem) {
    return Rejected.because(
        CoreError.INVALID_URL,
        "The URL cannot be understood: " + problem + ". Write it as " + EXAMPLE + ".");
  }
}
