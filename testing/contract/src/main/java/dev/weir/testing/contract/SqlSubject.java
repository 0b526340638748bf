package dev.weir.testing.contract;

import static dev.weir.testing.contract.Failures.run;

import dev.weir.api.Database;

/** A subject whose language is SQL. */
public interface SqlSubject extends Subject {
  @Override
  SqlSample sample();

  /** A URL of the same database for a login that may do everything. */
  String adminUrl();

  /** Makes a table anew. */
  default void table(String name, String columns) {
    Database database = database();
    run(database, "drop table if exists " + name);
    run(database, "create table " + name + " (" + columns + ")");
  }
}
