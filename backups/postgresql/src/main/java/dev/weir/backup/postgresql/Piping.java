package dev.weir.backup.postgresql;

import dev.weir.runtime.program.Command;
import dev.weir.runtime.program.Running;
import dev.weir.spi.backup.BackupContent;
import dev.weir.spi.backup.BackupSink;
import dev.weir.spi.backup.Work;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.io.OutputStream;

/** Programs whose output is a file of a backup, or whose input is one. */
final class Piping {
  private static final int BLOCK = 1 << 18;

  private Piping() {}

  /** Runs a program and keeps its output as a file; answers its size. */
  static long keep(Command command, BackupSink sink, String file, boolean compressed, Work work)
      throws IOException {
    try (Running running = command.start()) {
      work.onCancel(running::close);
      running.input().close();
      // Not closed when the program fails: what was not closed is no part of the backup.
      OutputStream out = sink.file(file, compressed);
      long size = pump(running.output(), out, work);
      running.finish();
      out.close();
      return size;
    }
  }

  /**
   * Runs a program with a file of a backup as its input. A file that turns out to be broken ends
   * the program before it could take the end of the stream for the end of the file.
   */
  static void feed(Command command, BackupContent content, String file, Work work)
      throws IOException {
    try (InputStream in = content.read(file)) {
      feed(command, in, work);
    }
  }

  static void feed(Command command, InputStream in, Work work) throws IOException {
    try (Running running = command.start()) {
      work.onCancel(running::close);
      Thread.ofVirtual().start(() -> ignore(running.output()));
      byte[] block = new byte[BLOCK];
      for (int length = in.read(block); length >= 0; length = in.read(block)) {
        check(work);
        if (!write(running, block, length)) {
          // It has what it wants; the rest is read for the sake of the file's checksum.
          in.transferTo(OutputStream.nullOutputStream());
          break;
        }
        work.advance(length);
      }
      closeInput(running);
      running.finish();
    }
  }

  private static void closeInput(Running running) throws IOException {
    try {
      running.input().close();
    } catch (IOException broken) {
      IOException why = running.explain(broken);
      if (why != broken) {
        throw why;
      }
    }
  }

  /** Answers false when the program has ended well and wants no more. */
  private static boolean write(Running running, byte[] block, int length) throws IOException {
    try {
      running.input().write(block, 0, length);
      return true;
    } catch (IOException broken) {
      IOException why = running.explain(broken);
      if (why == broken && !running.alive()) {
        return false;
      }
      throw why;
    }
  }

  static long pump(InputStream in, OutputStream out, Work work) throws IOException {
    byte[] block = new byte[BLOCK];
    long size = 0;
    for (int length = in.read(block); length >= 0; length = in.read(block)) {
      check(work);
      out.write(block, 0, length);
      work.advance(length);
      size += length;
    }
    return size;
  }

  /** An interrupt comes from a piece of the same work that has failed. */
  private static void check(Work work) throws IOException {
    work.check();
    if (Thread.currentThread().isInterrupted()) {
      throw new InterruptedIOException("Another part of the work has failed");
    }
  }

  private static void ignore(InputStream stream) {
    try (stream) {
      stream.transferTo(OutputStream.nullOutputStream());
    } catch (IOException ended) {
      // the program's exit code tells
    }
  }
}
