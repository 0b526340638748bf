package dev.weir.spi.trace;

import dev.weir.spi.Invocation.Action;

/** Follows requests through the path. Thread-safe; throws nothing. */
public interface Tracer {
  /**
   * A request has entered the path, on the thread that runs it.
   *
   * @param database its name in the catalog, or what a URL told
   */
  Trail begin(String database, Action action);
}
