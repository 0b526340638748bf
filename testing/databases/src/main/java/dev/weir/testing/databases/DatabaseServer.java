package dev.weir.testing.databases;

import java.nio.file.Path;
import java.util.Optional;

/**
 * A real database server on 127.0.0.1, run by this JVM.
 *
 * <p>Shared servers refuse what would disturb other tests ({@link #kill()}, {@link #stop()}, {@link
 * #pause()}) and ignore {@link #close()}; private ones allow everything. Safe for use by several
 * threads.
 */
public interface DatabaseServer extends AutoCloseable {
  /** {@code POSTGRESQL}, {@code MARIADB}, {@code MYSQL} or {@code REDIS}. */
  String type();

  /** The version of the server, as it tells it itself: {@code 15.19}. */
  String version();

  String host();

  /**
   * The same for the server's whole life, restarts included; below the range of ephemeral ports.
   */
  int port();

  /** A login without administrative rights that owns {@link #database()}. */
  String user();

  String password();

  /** The name of the database; for Redis its number. */
  String database();

  /**
   * {@code postgresql://user:password@127.0.0.1:PORT/db}, and alike for {@code mysql}, {@code
   * mariadb}, {@code redis}.
   */
  String url();

  /** Like {@link #url()}, but for a login that may do everything. */
  String adminUrl();

  /**
   * Ends all processes of the server at once, as a power failure would (SIGKILL), and waits until
   * they are gone.
   */
  void kill();

  /** Shuts the server down in order, cutting its clients off. */
  void stop();

  /**
   * Starts a stopped or killed server again, on the same port and data, and waits until it answers.
   */
  void start();

  /**
   * Freezes all processes of the server (SIGSTOP): its connections stay open and nothing answers.
   */
  void pause();

  /** Ends a {@link #pause()}. */
  void resume();

  /** The process id of the server's main process, or of the last one if none runs. */
  long pid();

  boolean running();

  /** Where the server keeps its data. */
  Path dataDirectory();

  /** What the server wrote to its standard output and error; it grows over restarts. */
  Path log();

  /**
   * The authority that signed the server's certificate, as a PEM file; empty without {@link Tls}.
   */
  Optional<Path> certificateAuthority();

  /** Ends the server and removes its data. */
  @Override
  void close();
}
