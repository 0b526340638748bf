package dev.weir.engine;

import dev.weir.api.Statement;
import dev.weir.spi.Deadline;
import dev.weir.spi.Session;

/**
 * Holds one session for several requests: a transaction, or a connection of {@code dataSource()}.
 */
public interface Pin {
  /** The session that is held; borrowed by the first request that needs it. */
  Session session(Request request);

  /** True once a session is held. */
  boolean begun();

  /** By when everything that is done with the session must have ended. */
  Deadline deadline();

  /** A statement's options with those of the pin where it names none. */
  Statement.Options inherit(Statement.Options own);
}
