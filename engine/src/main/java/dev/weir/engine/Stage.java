package dev.weir.engine;

import dev.weir.api.Result;

/**
 * One step of the request path; sees the request on the way in and the result on the way out.
 * Thread-safe.
 */
public interface Stage {
  /** What it is called in metrics and in errors about it. */
  default String name() {
    String name = getClass().getSimpleName();
    return name.endsWith("Stage") ? name.substring(0, name.length() - 5) : name;
  }

  /** Handles the request, calling {@code next} at most once unless {@link #repeats}. */
  Result proceed(Request request, Next next);

  /** True for the one stage that may call {@code next} again. */
  default boolean repeats() {
    return false;
  }

  /** The rest of the path. */
  @FunctionalInterface
  interface Next {
    Result proceed(Request request);
  }
}
