package dev.weir.operations.backup;

import dev.weir.api.Secret;
import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A dump that another tool wrote, to be restored.
 *
 * @param file plain or compressed, encrypted by {@code openssl enc -aes-256-cbc} or not
 * @param passphrase null when it is not encrypted
 * @param method that restores it, such as {@code pg_dump}
 * @param name what the method calls a file of this kind
 * @param replace true when what is in the target may be replaced
 * @param safety true takes a backup of a target server first, so that the restore can be undone
 * @param options of the method
 */
public record ImportOrder(
    Path file,
    @Nullable Secret passphrase,
    String method,
    String name,
    Destination destination,
    boolean replace,
    boolean safety,
    Map<String, String> options) {
  public ImportOrder {
    options = Map.copyOf(options);
  }
}
