package dev.weir.backup.mysql;

import dev.weir.api.Cancellation;
import dev.weir.api.CoreError;
import dev.weir.api.DatabaseError;
import dev.weir.api.ErrorCode;
import dev.weir.api.Failed;
import dev.weir.api.Rejected;
import dev.weir.api.WeirException;
import dev.weir.runtime.program.ProgramFailure;
import dev.weir.spi.backup.Work;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;

/** What went wrong, in Weir's words. */
final class Trouble {
  private static final Map<String, ErrorCode> SAID = new LinkedHashMap<>();

  static {
    SAID.put("Access denied for user", DatabaseError.AUTHENTICATION);
    SAID.put("command denied to user", DatabaseError.PERMISSION);
    SAID.put("you need (at least one of) the", DatabaseError.PERMISSION);
    SAID.put("No space left on device", DatabaseError.DISK_FULL);
    SAID.put("Lost connection to", DatabaseError.CONNECTION_LOST_DURING);
    SAID.put("server has gone away", DatabaseError.CONNECTION_LOST_DURING);
    SAID.put("Can't connect to", DatabaseError.CONNECTION_REFUSED);
    SAID.put("Unknown server host", DatabaseError.CONNECTION_REFUSED);
  }

  private Trouble() {}

  /**
   * Runs work that ends when it is cancelled, statements included.
   *
   * @param what such as {@code "The backup of demo (MARIADB at …)"}
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
      case ProgramFailure failure -> Failed.because(code(failure), failed, error);
      case InterruptedIOException _ -> interrupted(what, error);
      case InterruptedException _ -> interrupted(what, error);
      case IOException e when e.getCause() instanceof WeirException known -> known;
      case IOException _ -> Failed.because(MysqlBackupError.STORAGE, failed, error);
      default -> Failed.because(CoreError.BUG, what + " failed: " + error, error);
    };
  }

  private static ErrorCode code(ProgramFailure failure) {
    return SAID.entrySet().stream()
        .filter(entry -> failure.told().contains(entry.getKey()))
        .map(Map.Entry::getValue)
        .findFirst()
        .orElse(MysqlBackupError.PROGRAM);
  }

  private static WeirException interrupted(String what, Exception error) {
    return Rejected.because(CoreError.CANCELLED, what + " was interrupted.", error);
  }
}
