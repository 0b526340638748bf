package dev.weir.server.store;

import javax.sql.DataSource;

/** The server's own PostgreSQL, open. Thread-safe. */
public interface Store extends AutoCloseable {
  /** The schema that holds all of the server's tables; it comes first on the search path. */
  String SCHEMA = "weir";

  DataSource dataSource();

  /** What it is and where it lives, without anything secret. */
  String describe();

  /** Closes its connections; the embedded one is shut down in order. */
  @Override
  void close();
}
