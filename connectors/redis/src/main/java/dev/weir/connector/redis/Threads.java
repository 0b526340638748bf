package dev.weir.connector.redis;

import io.lettuce.core.metrics.CommandLatencyRecorder;
import io.lettuce.core.resource.ClientResources;
import io.lettuce.core.resource.DefaultClientResources;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** The threads that all Redis nodes share; they live as long as any node uses them. */
final class Threads {
  private static final int SIZE = 2;
  private static @Nullable ClientResources shared;
  private static int users;

  private Threads() {}

  static synchronized ClientResources acquire() {
    users++;
    if (shared == null) {
      shared =
          DefaultClientResources.builder()
              .ioThreadPoolSize(SIZE)
              .computationThreadPoolSize(SIZE)
              .commandLatencyRecorder(CommandLatencyRecorder.disabled())
              .build();
    }
    return shared;
  }

  static synchronized void release() {
    users--;
    ClientResources unused = shared;
    if (users == 0 && unused != null) {
      shared = null;
      unused.shutdown(0, 1, TimeUnit.SECONDS);
    }
  }
}
