package dev.weir.advice;

import dev.weir.Home;
import dev.weir.operations.advise.Advising;
import dev.weir.operations.advise.Advisors;
import dev.weir.operations.advise.FileJournal;
import dev.weir.operations.advise.Journal;
import java.time.Duration;

/** Advice by the advisors that are installed. */
public final class HomeAdvice {
  private static final Duration PATIENCE = Duration.ofSeconds(5);

  private HomeAdvice() {}

  /** Its journal is {@code advice.jsonl} in the home. */
  public static Advising of(Home home) {
    return with(journal(home));
  }

  /** Its journal is another one. */
  public static Advising with(Journal journal) {
    return new Advising(Advisors.installed(), journal, PATIENCE);
  }

  /** The journal of a home. */
  public static FileJournal journal(Home home) {
    return new FileJournal(home.folder().resolve("advice.jsonl"));
  }
}
