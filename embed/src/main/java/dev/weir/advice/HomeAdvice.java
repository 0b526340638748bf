package dev.weir.advice;

import dev.weir.Home;
import dev.weir.operations.advise.Advising;
import dev.weir.operations.advise.Advisors;
import dev.weir.operations.advise.Journal;
import java.time.Duration;

/** Advice by the advisors that are installed, with the journal of a home. */
public final class HomeAdvice {
  private static final Duration PATIENCE = Duration.ofSeconds(5);

  private HomeAdvice() {}

  /** Its journal is {@code advice.jsonl} in the home. */
  public static Advising of(Home home) {
    return new Advising(
        Advisors.installed(), new Journal(home.folder().resolve("advice.jsonl")), PATIENCE);
  }
}
