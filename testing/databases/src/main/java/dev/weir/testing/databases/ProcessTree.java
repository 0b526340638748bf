package dev.weir.testing.databases;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;

/** A server's main process with all its descendants. */
final class ProcessTree {
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final Duration POLL = Duration.ofMillis(2);

  private ProcessTree() {}

  /**
   * The main process comes first, so that it starts no others while its children are dealt with.
   */
  static void signal(String name, Process main) {
    if (main.isAlive()) {
      Commands.signal(name, List.of(main.pid()));
      List<Long> children = main.descendants().map(ProcessHandle::pid).toList();
      if (!children.isEmpty()) {
        Commands.signal(name, children);
      }
    }
  }

  /**
   * Kills all and waits; the JDK itself looks after a process that is no child of its own only now
   * and then.
   */
  static void kill(Process main) {
    List<ProcessHandle> all =
        Stream.concat(Stream.of(main.toHandle()), main.descendants()).toList();
    main.destroyForcibly();
    all.forEach(ProcessHandle::destroyForcibly);
    Instant deadline = Instant.now().plus(PATIENCE);
    while (main.isAlive() || all.stream().anyMatch(ProcessHandle::isAlive)) {
      if (Instant.now().isAfter(deadline)) {
        throw new IllegalStateException("Some of these processes survive SIGKILL: " + all);
      }
      LockSupport.parkNanos(POLL.toNanos());
    }
  }
}
