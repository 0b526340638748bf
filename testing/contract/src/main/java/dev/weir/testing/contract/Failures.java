package dev.weir.testing.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.weir.api.Database;
import dev.weir.api.ErrorCode;
import dev.weir.api.Result;
import dev.weir.api.Rows;
import dev.weir.api.Statement;
import dev.weir.api.StatementRunner;
import dev.weir.api.WeirException;
import java.util.Arrays;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;

/** Runs what must fail, and what must only be run. */
final class Failures {
  private Failures() {}

  /** The error that {@code work} must end with. */
  static WeirException failure(ThrowingCallable work) {
    Throwable thrown = catchThrowable(work);
    assertThat(thrown).isInstanceOf(WeirException.class);
    return (WeirException) thrown;
  }

  /** The error that {@code work} must end with, which must have one of these codes. */
  static WeirException refused(ThrowingCallable work, ErrorCode... codes) {
    WeirException error = failure(work);
    assertThat(Arrays.asList(codes))
        .withFailMessage(
            () -> "expected one of " + Arrays.toString(codes) + ", was " + error.explanation())
        .contains(error.code());
    assertThat(error.getMessage()).isNotBlank();
    assertThat(error.code().nextStep()).isNotBlank();
    return error;
  }

  /** Runs a statement to its end; answers how many rows it told or changed. */
  static long run(StatementRunner runner, Statement statement) {
    Result result = runner.execute(statement);
    if (result instanceof Rows rows) {
      return count(rows);
    }
    return result instanceof Result.Updated updated ? updated.count() : 0;
  }

  static long run(Database database, String text) {
    return run(database, Statement.of(text));
  }

  static long count(Rows rows) {
    try (rows) {
      long count = 0;
      while (rows.next()) {
        count++;
      }
      return count;
    }
  }
}
