package dev.weir.runtime.program;

import java.io.IOException;

/** Signals to processes, by the names that {@code kill} knows. */
public final class Signals {
  private Signals() {}

  /** Sends one, such as {@code INT}; without effect when the process is gone. */
  public static void send(String name, long pid) throws IOException {
    Process kill =
        new ProcessBuilder("sh", "-c", "kill -s " + name + " " + pid + " || true")
            .redirectErrorStream(true)
            .start();
    try {
      kill.waitFor();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
