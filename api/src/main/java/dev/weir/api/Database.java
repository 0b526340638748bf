package dev.weir.api;

import java.util.Set;

/**
 * The handle an application uses. Thread-safe; opened and closed by the running Weir. Every call
 * goes through the one request path, so all of them may throw: {@link Rejected} (the call is
 * wrong), {@link Denied} (a policy said no), {@link Unavailable} (try later), {@link Failed} (the
 * database said no).
 */
public interface Database extends StatementRunner {
  String name();

  /** What it is and where it lives, as it is in force now. */
  Definition definition();

  /** What its engine can do. */
  Set<Ability> abilities();

  /**
   * Runs {@code body} in a transaction: committed when it returns, rolled back when it throws.
   * Where the database reports a serialization failure or a deadlock the whole body runs again, as
   * often as {@link TransactionOptions#attempts} allows, so it must not do what cannot be repeated.
   */
  <T> T transaction(TransactionOptions options, TransactionBody<T> body);

  default <T> T transaction(TransactionBody<T> body) {
    return transaction(TransactionOptions.DEFAULT, body);
  }

  /** Begins a transaction that the caller ends; closing it without commit rolls it back. */
  Transaction begin(TransactionOptions options);

  /** Describes schemas, tables, columns, keys and indexes. */
  Schema schema(SchemaFilter filter);

  /**
   * Listens to channels on a connection of its own, which counts against {@code pool.max-size} but
   * is not of the pool. A name is a channel as it is; where the engine knows patterns, as Redis
   * does, a name with {@code *}, {@code ?} or {@code [} is one. Needs no more than the right to
   * read; where rows are filtered by tenant, which notifications are not, it needs an operator.
   *
   * @throws Rejected with {@code WEIR-004} for an engine without {@link Ability#NOTIFICATIONS}
   */
  Notifications listen(Set<String> channels);

  default Notifications listen(String... channels) {
    return listen(Set.of(channels));
  }

  /** Asks each node now; never throws for an unreachable one. */
  Health health();

  /** What a transaction does. */
  @FunctionalInterface
  interface TransactionBody<T> {
    T run(Transaction transaction);
  }
}
