package dev.weir.api;

/** A transaction under way: one session is pinned to it until it ends. For one thread at a time. */
public interface Transaction extends StatementRunner, AutoCloseable {
  void commit();

  void rollback();

  /** Marks a point to which {@link #rollbackTo} returns. */
  void savepoint(String name);

  void rollbackTo(String savepoint);

  /** Forgets a savepoint; what was done since stays part of the transaction. */
  void release(String savepoint);

  /** Rolls back unless it was committed. */
  @Override
  void close();
}
