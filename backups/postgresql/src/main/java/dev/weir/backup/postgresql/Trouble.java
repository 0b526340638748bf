package dev.weir.backup.postgresql;

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
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;

/** What went wrong, in Weir's words. */
final class Trouble {
  private static final Map<String, ErrorCode> SAID = new LinkedHashMap<>();

  static {
    SAID.put("password authentication failed", DatabaseError.AUTHENTICATION);
    SAID.put("no password supplied", DatabaseError.AUTHENTICATION);
    SAID.put("no pg_hba.conf entry", DatabaseError.AUTHENTICATION);
    SAID.put("permission denied", DatabaseError.PERMISSION);
    SAID.put("must be superuser", DatabaseError.PERMISSION);
    SAID.put("No space left on device", DatabaseError.DISK_FULL);
    SAID.put("server closed the connection unexpectedly", DatabaseError.CONNECTION_LOST_DURING);
    SAID.put("terminating connection", DatabaseError.CONNECTION_LOST_DURING);
    SAID.put("connection to server was lost", DatabaseError.CONNECTION_LOST_DURING);
    SAID.put("could not receive data from server", DatabaseError.CONNECTION_LOST_DURING);
    SAID.put("the database system is", DatabaseError.SERVER_STARTING);
    SAID.put("Connection refused", DatabaseError.CONNECTION_REFUSED);
    SAID.put("could not translate host name", DatabaseError.CONNECTION_REFUSED);
  }

  private Trouble() {}

  /** Work with files and programs of which all failures are told in Weir's words. */
  @FunctionalInterface
  interface Body<T> {
    T run() throws Exception;
  }

  /**
   * Runs it.
   *
   * @param what such as {@code "The backup of demo (POSTGRESQL at …)"}
   */
  static <T> T told(String what, Work work, Body<T> body) {
    try {
      return body.run();
    } catch (WeirException e) {
      work.check();
      throw e;
    } catch (Exception e) {
      work.check();
      throw translate(what, e);
    }
  }

  static WeirException translate(String what, Exception error) {
    return switch (error) {
      case WeirException known -> known;
      case ProgramFailure failure ->
          Failed.because(
              code(failure), what + " failed: " + sentence(failure.getMessage()), failure);
      case InterruptedIOException e ->
          Rejected.because(CoreError.CANCELLED, what + " was interrupted.", e);
      case InterruptedException e ->
          Rejected.because(CoreError.CANCELLED, what + " was interrupted.", e);
      case UncheckedIOException e -> translate(what, Objects.requireNonNull(e.getCause()));
      case IOException e when e.getCause() instanceof WeirException known -> known;
      case IOException e ->
          Failed.because(
              PostgresBackupError.STORAGE, what + " failed: " + sentence(e.getMessage()), e);
      default -> Failed.because(CoreError.BUG, what + " failed: " + error, error);
    };
  }

  private static ErrorCode code(ProgramFailure failure) {
    return SAID.entrySet().stream()
        .filter(entry -> failure.told().contains(entry.getKey()))
        .map(Map.Entry::getValue)
        .findFirst()
        .orElse(PostgresBackupError.PROGRAM);
  }

  private static String sentence(@org.jspecify.annotations.Nullable String message) {
    String text = message == null ? "no reason was given" : message.strip();
    return text.endsWith(".") ? text : text + ".";
  }
}
