package dev.weir.server.catalog;

import dev.weir.api.Definition;

/**
 * A definition of the catalog.
 *
 * @param version counts the definition's changes in the store; 0 where it stands in the file
 */
public record Entry(Definition definition, Origin origin, int version) {
  /** Where a definition is kept. */
  public enum Origin {
    FILE,
    STORE
  }

  public String name() {
    return definition.name();
  }
}
