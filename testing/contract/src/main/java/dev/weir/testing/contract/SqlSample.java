package dev.weir.testing.contract;

import dev.weir.api.DataType;
import dev.weir.api.Database;
import dev.weir.api.DatabaseError;
import dev.weir.api.Statement;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The points in which dialects of SQL differ. */
public interface SqlSample extends Sample {
  /**
   * A type of columns that keeps values.
   *
   * @param column the type as it stands in {@code create table}
   * @param type what it is told as
   * @param values bound, stored, read, and expected unchanged
   */
  record Kept(String column, DataType type, List<@Nullable Object> values) {
    public Kept {
      values = Collections.unmodifiableList(values);
    }

    public static Kept of(String column, DataType type, Object... values) {
      return new Kept(column, type, Arrays.asList(values));
    }
  }

  /** An expression of the dialect, and what it must be told as. */
  record Literal(String expression, DataType type, Object value) {}

  /** Statements of which the last must fail with this code; those before it prepare that. */
  record Failing(DatabaseError code, List<String> statements) {
    public static Failing of(DatabaseError code, String... statements) {
      return new Failing(code, List.of(statements));
    }
  }

  /** A view that writes when it is read, which only the server can find out. */
  record Disguise(List<String> preparation, String read) {}

  /**
   * A table that the server filters by tenant.
   *
   * @param preparation run once by {@link SqlContract#adminUrl}
   * @param setting the definition's tenancy setting
   * @param insert keeps one row for the bound tenant
   * @param count answers how many rows the tenant sees
   */
  record Tenants(List<String> preparation, String setting, String insert, String count) {}

  /** Types of columns, with extremes: every type of the engine that has a common type. */
  List<Kept> kept();

  List<Literal> literals();

  /**
   * Errors that the engine can be made to report, besides those that {@link ErrorContract} knows.
   */
  List<Failing> failures();

  /** A name in the dialect's quotes. */
  default String quote(String name) {
    return '"' + name.replace("\"", "\"\"") + '"';
  }

  /** A name that is as odd as the engine allows. */
  default String oddName() {
    return "an \"odd\" 'na;me' -- of 🦆 :x ?";
  }

  /** The column of a key that the database makes. */
  default String generatedKey() {
    return "id bigint generated always as identity primary key";
  }

  /** How a comment is put on a table; empty where the engine keeps none. */
  default Optional<String> comment(String table, String text) {
    return Optional.of("comment on table " + table + " is '" + text + "'");
  }

  /** The schema in which unqualified tables are made; empty where the engine has none. */
  String schema();

  /**
   * Makes the function {@code contract_add(a, b)} and the procedures {@code contract_twice(IN a,
   * OUT twice)}, {@code contract_increment(INOUT n)} and, where cursors are declared, {@code
   * contract_cursor(OUT c)} over two rows; run by {@link SqlSubject#adminUrl}.
   */
  default List<String> procedures() {
    return List.of();
  }

  default Optional<Disguise> disguise() {
    return Optional.empty();
  }

  default Optional<Tenants> tenants() {
    return Optional.empty();
  }

  /** True where two transactions can hold locks on rows of one table at once. */
  default boolean locksRows() {
    return true;
  }

  /** True where the server refuses rows that a CHECK constraint does not allow. */
  default boolean checksRows() {
    return true;
  }

  /**
   * True where a transaction of REPEATABLE_READ that changes what another changed since its
   * snapshot is told so; elsewhere its change is the last and wins.
   */
  default boolean tellsConflicts() {
    return true;
  }

  @Override
  default void prepare(Database database) {
    database.update("drop table if exists contract_notes");
    database.update(
        "create table contract_notes (id varchar(200) primary key, note varchar(2000))");
  }

  @Override
  default String echo() {
    return "select cast(? as varchar(2000))";
  }

  @Override
  default Statement write(String key, String value) {
    return Statement.of("insert into contract_notes (id, note) values (?, ?)", key, value);
  }

  @Override
  default Statement read(String key) {
    return Statement.of("select note from contract_notes where id = ?", key);
  }

  @Override
  default String nonsense() {
    return "select from where";
  }

  @Override
  default Statement operatorOnly() {
    return Statement.of("create or replace view contract_operators as select 1 as one");
  }
}
