package dev.weir.engine.config;

import dev.weir.api.Definition;
import java.util.Optional;

/** Understands the URLs of databases; backed by the connectors. */
@FunctionalInterface
public interface UrlParser {
  /**
   * The definition that a URL means, or empty when no engine knows it.
   *
   * @throws dev.weir.api.Rejected when an engine knows it and it is wrong
   */
  Optional<Definition.Builder> parse(String name, String url);
}
