package dev.weir.operations.backup;

import dev.weir.api.Database;
import dev.weir.api.Definition;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A database that is backed up, or restored into.
 *
 * @param password asked for when a program needs it; answers null where there is none
 */
public record Subject(
    Database database, Definition definition, Supplier<@Nullable String> password) {
  public String name() {
    return definition.name();
  }
}
