package dev.weir.runtime.program;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.function.Consumer;

/** Reads what a program tells, all the time, and keeps the end of it. */
final class LastWords {
  private static final int LINES = 40;
  private static final int WIDTH = 2_000;

  private final ArrayDeque<String> lines = new ArrayDeque<>();
  private final Thread reader;

  LastWords(InputStream stream, Consumer<String> listener) {
    reader = Thread.ofVirtual().start(() -> read(stream, listener));
  }

  private void read(InputStream stream, Consumer<String> listener) {
    try (BufferedReader text =
        new BufferedReader(new InputStreamReader(stream, StandardCharsets.UTF_8))) {
      for (String line = text.readLine(); line != null; line = text.readLine()) {
        keep(line);
        listener.accept(line);
      }
    } catch (IOException closed) {
      // the program was ended, and its stream with it
    }
  }

  private synchronized void keep(String line) {
    lines.addLast(line.length() > WIDTH ? line.substring(0, WIDTH) : line);
    if (lines.size() > LINES) {
      lines.removeFirst();
    }
  }

  /** All that was kept, once the program has ended. */
  String text() throws InterruptedException {
    // A grandchild may hold the stream open after the program itself is gone.
    reader.join(2_000);
    synchronized (this) {
      return String.join("\n", lines).strip();
    }
  }
}
