package dev.weir.testing.databases;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/**
 * A port that no other JVM takes through here, from before its server starts until after it has
 * ended.
 *
 * <p>It lies below 32768, where no outgoing connection can take it while the server is down.
 */
final class PortLease implements AutoCloseable {
  private static final int LOWEST = 10_000;
  private static final int BEYOND = 32_768;

  /**
   * Closing any channel of a file gives up all of this JVM's locks on it: hence never open one that
   * is held.
   */
  private static final Set<Integer> HELD = new HashSet<>();

  private final int port;
  private final FileChannel channel;

  private PortLease(int port, FileChannel channel) {
    this.port = port;
    this.channel = channel;
  }

  static PortLease take() {
    synchronized (HELD) {
      while (true) {
        int port = ThreadLocalRandom.current().nextInt(LOWEST, BEYOND);
        if (!HELD.contains(port)) {
          PortLease lease = lease(port);
          if (lease != null) {
            HELD.add(port);
            return lease;
          }
        }
      }
    }
  }

  int port() {
    return port;
  }

  @Override
  public void close() {
    synchronized (HELD) {
      try {
        channel.close();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
      HELD.remove(port);
    }
  }

  private static @Nullable PortLease lease(int port) {
    try {
      Path ports = Files.createDirectories(SharedDirectory.path().resolve("ports"));
      FileChannel channel =
          FileChannel.open(
              ports.resolve(String.valueOf(port)),
              StandardOpenOption.CREATE,
              StandardOpenOption.WRITE);
      FileLock lock = channel.tryLock();
      if (lock != null && free(port)) {
        return new PortLease(port, channel);
      }
      channel.close();
      return null;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static boolean free(int port) {
    try (ServerSocket socket = new ServerSocket()) {
      socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
      return true;
    } catch (IOException taken) {
      return false;
    }
  }
}
