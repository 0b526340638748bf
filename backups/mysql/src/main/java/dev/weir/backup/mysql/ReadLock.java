package dev.weir.backup.mysql;

import dev.weir.runtime.program.Command;
import dev.weir.runtime.program.Running;
import dev.weir.spi.backup.Work;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/**
 * A read lock on the whole server, held by a client program of its own: whatever happens to us, its
 * connection ends with it, and the lock with that. No pooled session could promise this.
 */
final class ReadLock implements AutoCloseable {
  private static final String TAKE =
      """
      set session lock_wait_timeout = 20;
      flush tables with read lock;
      select 'locked';
      """;

  private final Running client;

  private ReadLock(Running client) {
    this.client = client;
  }

  /**
   * @param program the client with its login
   * @throws IOException when the lock is not ours to take or not to be had in time
   */
  static ReadLock take(Command program, Work work) throws IOException {
    Running client = program.with("--batch", "--skip-column-names", "--unbuffered").start();
    work.onCancel(client::close);
    try {
      client.input().write(TAKE.getBytes(StandardCharsets.US_ASCII));
      client.input().flush();
      for (int read = client.output().read(); read != '\n'; read = client.output().read()) {
        if (read < 0) {
          client.finish();
          throw new IOException("The client program ended before it had the lock");
        }
      }
      return new ReadLock(client);
    } catch (IOException | RuntimeException e) {
      client.close();
      throw e;
    }
  }

  @Override
  public void close() {
    client.close();
  }
}
