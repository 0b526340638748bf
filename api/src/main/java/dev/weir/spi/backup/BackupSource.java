package dev.weir.spi.backup;

import dev.weir.api.Database;
import dev.weir.api.Definition;
import java.nio.file.Path;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A database that a backup is taken of, or that was restored and is looked at.
 *
 * @param database for statements; they take the request path like all others
 * @param definition for programs that connect by themselves, with host and port of the node
 * @param password asked for when a program starts; answers null where there is none. Never put into
 *     an argument: use a private file or the program's standard input
 * @param work a private, empty folder for what a program cannot do without; removed afterwards
 * @param options of the method, such as {@code jobs}; the folder of a program by {@code tools}
 */
public record BackupSource(
    Database database,
    Definition definition,
    Supplier<@Nullable String> password,
    Path work,
    Map<String, String> options) {
  public BackupSource {
    options = Map.copyOf(options);
  }
}
