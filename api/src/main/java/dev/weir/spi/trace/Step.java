package dev.weir.spi.trace;

import dev.weir.api.WeirException;

/** A part of a request's way. */
public interface Step extends AutoCloseable {
  /** It ended in an error; {@link #close} follows. */
  void failed(WeirException error);

  /**
   * What the server shall be told of the trace with the statement, as key and value of a <a
   * href="https://google.github.io/sqlcommenter/spec/">sqlcommenter</a> comment without its
   * brackets; empty to tell it nothing.
   */
  String comment();

  @Override
  void close();
}
