package dev.weir.store.transfer;

import java.time.Duration;
import java.util.Map;

/**
 * How long a store is waited for.
 *
 * @param stall after how long without a byte an attempt is given up and made again
 * @param retryFor how long attempts go on while none succeeds
 */
public record Patience(Duration stall, Duration retryFor) {
  public static final String STALL = "stall-timeout";
  public static final String RETRY = "retry-for";

  /** The options that say it, for a provider's list. */
  public static final Map<String, String> OPTIONS =
      Map.of(
          STALL,
          "After how long without a byte a request is given up and made again; 30s by default.",
          RETRY,
          "How long a failing request is made again before that is told; 5m by default.");

  private static final Duration USUAL_STALL = Duration.ofSeconds(30);
  private static final Duration USUAL_RETRY = Duration.ofMinutes(5);

  /** As the options say, or as usual. */
  public static Patience of(Options options) {
    return new Patience(options.duration(STALL, USUAL_STALL), options.duration(RETRY, USUAL_RETRY));
  }
}
