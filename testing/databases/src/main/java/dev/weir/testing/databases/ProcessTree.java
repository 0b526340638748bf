package dev.weir.testing.databases;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** A server's main process with all its descendants. */
final class ProcessTree {
  private static final int GONE_SECONDS = 30;

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

  static void kill(Process main) {
    List<ProcessHandle> children = main.descendants().toList();
    main.destroyForcibly();
    children.forEach(ProcessHandle::destroyForcibly);
    Stream.concat(Stream.of(main.toHandle()), children.stream())
        .map(ProcessHandle::onExit)
        .map(exit -> exit.orTimeout(GONE_SECONDS, TimeUnit.SECONDS))
        .forEach(CompletableFuture::join);
  }
}
