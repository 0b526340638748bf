package dev.weir.backup.sqlite;

import dev.weir.api.Cancellation;
import dev.weir.api.CoreError;
import dev.weir.api.Failed;
import dev.weir.api.Rejected;
import dev.weir.api.WeirException;
import dev.weir.runtime.program.ProgramFailure;
import dev.weir.spi.backup.Work;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.concurrent.Callable;

/** What went wrong, in Weir's words. */
final class Trouble {
  private Trouble() {}

  /**
   * Runs work that ends when it is cancelled, statements included.
   *
   * @param what such as {@code "The backup of demo (SQLITE/demo.db)"}
   */
  static <T> T told(String what, Work work, Callable<T> body) {
    Cancellation cancellation = new Cancellation();
    work.onCancel(cancellation::cancel);
    try {
      return cancellation.call(body);
    } catch (Exception e) {
      work.check();
      throw translate(what, e);
    }
  }

  private static WeirException translate(String what, Exception error) {
    String failed = what + " failed: " + error.getMessage();
    return switch (error) {
      case WeirException known -> known;
      case ProgramFailure _ -> Failed.because(SqliteBackupError.PROGRAM, failed, error);
      case InterruptedIOException _ -> interrupted(what, error);
      case InterruptedException _ -> interrupted(what, error);
      case IOException e when e.getCause() instanceof WeirException known -> known;
      case IOException _ -> Failed.because(SqliteBackupError.STORAGE, failed, error);
      default -> Failed.because(CoreError.BUG, what + " failed: " + error, error);
    };
  }

  private static WeirException interrupted(String what, Exception error) {
    return Rejected.because(CoreError.CANCELLED, what + " was interrupted.", error);
  }
}
