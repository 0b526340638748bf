package dev.weir.cli;

import dev.weir.api.CoreError;
import dev.weir.api.DatabaseError;
import dev.weir.api.ErrorCode;
import dev.weir.api.WeirException;

/** How a command ends, for scripts. */
final class ExitCode {
  static final int DONE = 0;
  static final int FAILED = 1;

  /** The command line makes no sense; nothing was sent. */
  static final int USAGE = 2;

  /** The command ran and found something that needs looking at. */
  static final int FINDINGS = 3;

  /** A policy said no. */
  static final int REFUSED = 4;

  /** Some of what was asked is done, and the rest is not. */
  static final int PARTLY = 5;

  /** As shells tell Ctrl-C. */
  static final int INTERRUPTED = 130;

  private ExitCode() {}

  static int of(WeirException error) {
    return switch (error.code().kind()) {
      case DENIED -> REFUSED;
      case REJECTED -> cancelled(error.code()) ? INTERRUPTED : isUsage(error.code());
      case UNAVAILABLE, FAILED, BUG -> FAILED;
    };
  }

  private static boolean cancelled(ErrorCode code) {
    return code == DatabaseError.CANCELLED || code == CoreError.CANCELLED;
  }

  /** What Weir itself rejects is wrong on the command line; what the database rejects failed. */
  private static int isUsage(ErrorCode code) {
    if (!(code instanceof CoreError core)) {
      return FAILED;
    }
    return switch (core) {
      case CONFIGURATION, SECRET_MISSING, CONVERSION, CLOSED, TRANSACTION_ENDED -> FAILED;
      default -> USAGE;
    };
  }
}
