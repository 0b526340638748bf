package dev.weir.server.job;

import dev.weir.api.CoreError;
import dev.weir.api.DatabaseError;
import dev.weir.api.ErrorCode;
import dev.weir.server.operation.Operation;
import dev.weir.server.operation.Operation.State;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What may pass is tried again after 2 and after 4 minutes, and then at its next time. */
public final class Retries {
  private static final int ATTEMPTS = 3;

  private final Set<String> mayPass;

  private Retries(Set<String> mayPass) {
    this.mayPass = mayPass;
  }

  /** Of those codes that say so, and of those of every database. */
  public static Retries of(ErrorCode... more) {
    return new Retries(
        Stream.<ErrorCode[]>of(CoreError.values(), DatabaseError.values(), more)
            .flatMap(Arrays::stream)
            .filter(ErrorCode::retryable)
            .map(ErrorCode::id)
            .collect(Collectors.toUnmodifiableSet()));
  }

  /**
   * How often in a row it has failed by now.
   *
   * @param before how often it had before
   * @return 0 when it is not tried again before its next time
   */
  public int after(Operation ended, int before) {
    boolean passing =
        ended.state() == State.FAILED && mayPass.contains(String.valueOf(ended.code()));
    return passing && before + 1 < ATTEMPTS ? before + 1 : 0;
  }

  /** When it is tried again that has failed so often. */
  public static Instant again(int attempts) {
    return Instant.now().plus(Duration.ofMinutes(1L << attempts));
  }
}
