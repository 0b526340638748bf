package dev.weir.backup.redis;

import dev.weir.api.CoreError;
import dev.weir.api.Failed;
import dev.weir.api.Rejected;
import dev.weir.api.Unavailable;
import dev.weir.api.WeirException;
import dev.weir.spi.backup.Work;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.concurrent.Callable;

/** What went wrong, in Weir's words. */
final class Trouble {
  private Trouble() {}

  /** Runs work; {@code what} is such as {@code "The backup of demo (REDIS at …)"}. */
  static <T> T told(String what, Work work, Callable<T> body) {
    try {
      return body.call();
    } catch (Exception e) {
      work.check();
      throw translate(what, e);
    }
  }

  private static WeirException translate(String what, Exception error) {
    String failed = what + " failed: " + error.getMessage();
    return switch (error) {
      case WeirException known -> known;
      case InterruptedException _ ->
          Rejected.because(CoreError.CANCELLED, what + " was interrupted.", error);
      case ConnectionBroken _ -> Unavailable.because(RedisBackupError.CONNECTION, failed, error);
      case InterruptedIOException _ ->
          Rejected.because(CoreError.CANCELLED, what + " was interrupted.", error);
      case IOException e when e.getCause() instanceof WeirException known -> known;
      case IOException _ -> Failed.because(RedisBackupError.STORAGE, failed, error);
      default -> Failed.because(CoreError.BUG, what + " failed: " + error, error);
    };
  }
}
