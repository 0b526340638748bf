package dev.weir.spi.trace;

import dev.weir.api.WeirException;
import org.jspecify.annotations.Nullable;

/** One request that is followed, from the call to its last row. For one thread at a time. */
public interface Trail {
  /** The trace: 32 hexadecimal digits. */
  String traceId();

  /** The request within the trace: 16 hexadecimal digits. */
  String spanId();

  /** True when the trace is kept; otherwise it is only passed on. */
  boolean sampled();

  /**
   * A try begins, the first or another after an error.
   *
   * @param number counts from 1
   */
  Step attempt(int number);

  /** The wait for a session begins. */
  Step session();

  /** The statement goes to the server. */
  Step statement(Sent sent);

  /**
   * The request is done with: its last row was read, or it ended in an error.
   *
   * @param summary what the whole request was about, as {@link Sent#summary}; empty when it was not
   *     understood
   * @param rows told or changed; -1 where not known
   */
  void ended(String summary, long rows, @Nullable WeirException error);
}
