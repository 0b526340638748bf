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

  /** Asks each node now; never throws for an unreachable one. */
  Health health();

  /** What a transaction does. */
  @FunctionalInterface
  interface TransactionBody<T> {
    T run(Transaction transaction);
  }
}
