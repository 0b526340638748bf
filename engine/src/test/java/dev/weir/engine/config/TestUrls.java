package dev.weir.engine.config;

import dev.weir.api.CoreError;
import dev.weir.api.Definition;
import dev.weir.api.Rejected;
import dev.weir.api.Secret;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Understands {@code test://user:password@host:port/database} and {@code postgresql://…}. */
final class TestUrls implements UrlParser {
  private static final Pattern URL =
      Pattern.compile(
          "(test|postgresql)://(?:([^:@/]+)(?::([^@/]*))?@)?([^:/]*)(?::(\\d+))?(?:/(.*))?");

  @Override
  public Optional<Definition.Builder> parse(String name, String url) {
    if (!url.startsWith("test:") && !url.startsWith("postgresql:")) {
      return Optional.empty();
    }
    Matcher parts = URL.matcher(url);
    if (!parts.matches()) {
      throw Rejected.because(CoreError.INVALID_URL, "This is no URL of a test database.");
    }
    Definition.Builder builder =
        Definition.builder(name, parts.group(1).toUpperCase(Locale.ROOT))
            .host(parts.group(4))
            .user(parts.group(2));
    if (parts.group(3) != null) {
      builder.password(Secret.of(parts.group(3)));
    }
    if (parts.group(5) != null) {
      builder.port(Integer.parseInt(parts.group(5)));
    }
    return Optional.of(parts.group(6) == null ? builder : builder.database(parts.group(6)));
  }
}
