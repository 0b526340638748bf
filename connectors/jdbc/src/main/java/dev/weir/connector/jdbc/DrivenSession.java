package dev.weir.connector.jdbc;

import dev.weir.api.WeirException;
import java.sql.SQLException;
import java.sql.Statement;
import org.jspecify.annotations.Nullable;

/**
 * A session whose statements existing code runs itself; told of each, so that it can be cancelled.
 */
public interface DrivenSession {
  /** The statement that runs now; null when it has ended. */
  void running(@Nullable Statement statement);

  /**
   * The driver's error in the common vocabulary; remembers when the connection is of no more use.
   */
  WeirException failed(SQLException error);
}
