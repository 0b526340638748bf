package dev.weir.connector.jdbc;

import dev.weir.api.Definition;
import java.util.Objects;

/**
 * The part of a definition that a connection depends on: two that are equal can share their
 * connections.
 */
record DefinitionEssence(Definition definition) {
  @Override
  public boolean equals(Object other) {
    return other instanceof DefinitionEssence(Definition that)
        && definition.type().equals(that.type())
        && definition.host().equals(that.host())
        && definition.port() == that.port()
        && definition.database().equals(that.database())
        && Objects.equals(definition.user(), that.user())
        && Objects.equals(definition.password(), that.password())
        && definition.parameters().equals(that.parameters())
        && definition.tls().equals(that.tls())
        && definition.readOnly() == that.readOnly()
        && definition.timeouts().connect().equals(that.timeouts().connect());
  }

  @Override
  public int hashCode() {
    return Objects.hash(
        definition.type(), definition.host(), definition.port(), definition.database());
  }
}
