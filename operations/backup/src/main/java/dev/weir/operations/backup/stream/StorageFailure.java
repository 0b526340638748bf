package dev.weir.operations.backup.stream;

import dev.weir.api.WeirException;
import dev.weir.operations.backup.BackupError;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** What a failure of the storage means to the one who asked. */
public final class StorageFailure {
  private StorageFailure() {}

  /**
   * @param location where it happened
   * @param what could not be done, such as {@code read backups/…}
   */
  public static WeirException of(String location, String what, IOException cause) {
    String said =
        cause.getMessage() == null ? cause.getClass().getSimpleName() : cause.getMessage();
    BackupError error = kind(cause, said);
    return error.because(
        "Could not " + what + " (" + location + "): " + words(cause, said) + ".", cause);
  }

  private static BackupError kind(IOException cause, String said) {
    if (isFull(cause)) {
      return BackupError.STORAGE_FULL;
    }
    boolean refused =
        cause instanceof AccessDeniedException
            || said.toLowerCase(Locale.ROOT).contains("read-only file system");
    return refused ? BackupError.NOT_WRITABLE : BackupError.STORAGE_FAILED;
  }

  private static String words(IOException cause, String said) {
    return cause instanceof AccessDeniedException ? "access to " + said + " is denied" : said;
  }

  /** True when the storage said that it has no room, wherever in the chain of causes. */
  public static boolean isFull(@Nullable Throwable failure) {
    for (Throwable at = failure; at != null; at = at.getCause()) {
      String said = String.valueOf(at.getMessage()).toLowerCase(Locale.ROOT);
      if (said.contains("no space left") || said.contains("quota exceeded")) {
        return true;
      }
    }
    return false;
  }
}
