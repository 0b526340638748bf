package dev.weir.spi;

import dev.weir.api.Ability;
import dev.weir.api.Definition;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Everything that is particular to one engine. Found by {@link java.util.ServiceLoader}; must be
 * cheap to create and must not load its driver before {@link #open}. Stateless and thread-safe.
 */
public interface Connector {
  /** The type's name in definitions, such as {@code POSTGRESQL}. */
  String type();

  /** What a person calls it, such as {@code PostgreSQL}. */
  String displayName();

  Set<Ability> abilities();

  Language language();

  /** The port that a server listens on unless told otherwise; 0 for engines without one. */
  int defaultPort();

  /** The pool that suits the engine where the definition says nothing. */
  PoolDefaults poolDefaults();

  /**
   * The definition that a URL means, or empty when it is not of this engine. {@code jdbc:} before
   * an engine's own scheme is accepted too.
   *
   * @throws dev.weir.api.Rejected with {@code WEIR-017} when it is of this engine but cannot be
   *     understood
   */
  Optional<Definition.Builder> parse(String name, String url);

  /**
   * Problems of a definition that only this engine can know, each a sentence; empty when there are
   * none.
   */
  default List<String> validate(Definition definition) {
    return List.of();
  }

  /**
   * Makes a node. Must return at once without a connection: an unreachable server shows when a
   * session is borrowed, and heals when it comes.
   */
  Node open(NodeSettings settings);

  /**
   * How the engine likes its pool.
   *
   * @param minSize kept open when idle
   * @param maxSize the most at once
   */
  record PoolDefaults(int minSize, int maxSize) {}
}
