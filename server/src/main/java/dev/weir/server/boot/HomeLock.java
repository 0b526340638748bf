package dev.weir.server.boot;

import dev.weir.Home;
import dev.weir.api.CoreError;
import dev.weir.api.Failed;
import dev.weir.server.problem.ServerError;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;

/**
 * The right to be the one server of a home. The system lets go of it when the process dies, however
 * it does.
 */
final class HomeLock implements AutoCloseable {
  private final FileChannel channel;

  private HomeLock(FileChannel channel) {
    this.channel = channel;
  }

  /**
   * Takes it.
   *
   * @throws Failed with {@code SERVER-001} when another server has it, {@code WEIR-036} when the
   *     home cannot be written to
   */
  static HomeLock take(Home home) {
    Path file = home.serverFile().resolveSibling("server.lock");
    try {
      FileChannel channel =
          FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
      if (lock(channel) == null) {
        channel.close();
        throw Failed.because(
            ServerError.ALREADY_RUNNING,
            "Another server runs in the home " + home.folder() + " already.");
      }
      return new HomeLock(channel);
    } catch (IOException e) {
      throw Failed.because(
          CoreError.HOME, "The home " + home.folder() + " cannot be written to: " + e + ".", e);
    }
  }

  private static @Nullable FileLock lock(FileChannel channel) throws IOException {
    try {
      return channel.tryLock();
    } catch (OverlappingFileLockException sameProcess) {
      return null;
    }
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
