package dev.weir.api;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a database holds, in one shape for all engines.
 *
 * @param tables tables and views, ordered by schema and name
 */
public record Schema(List<Table> tables) {
  public Schema {
    tables = List.copyOf(tables);
  }

  /** What kind of relation it is. */
  public enum TableKind {
    TABLE,
    VIEW,
    MATERIALIZED_VIEW,
    PARTITIONED_TABLE,
    FOREIGN_TABLE,
    /** A generator of numbers, for engines that list it among their tables. */
    SEQUENCE,
    /** A set of keys with a common prefix, for engines that keep keys rather than tables. */
    KEYSPACE
  }

  /**
   * A table or view.
   *
   * @param schema the namespace; empty where the engine has none
   * @param estimatedRows by the engine's statistics; -1 where it does not know
   * @param bytes size on disk with indexes; -1 where the engine does not tell
   */
  public record Table(
      String schema,
      String name,
      TableKind kind,
      List<TableColumn> columns,
      @Nullable Key primaryKey,
      List<Key> uniqueKeys,
      List<ForeignKey> foreignKeys,
      List<Index> indexes,
      long estimatedRows,
      long bytes,
      @Nullable String comment) {
    public Table {
      columns = List.copyOf(columns);
      uniqueKeys = List.copyOf(uniqueKeys);
      foreignKeys = List.copyOf(foreignKeys);
      indexes = List.copyOf(indexes);
    }
  }

  /**
   * A column of a table.
   *
   * @param defaultValue the expression, in the engine's spelling
   */
  public record TableColumn(
      String name,
      DataType type,
      String nativeType,
      boolean nullable,
      @Nullable String defaultValue,
      boolean generated,
      @Nullable String comment) {}

  /** A primary or unique key. */
  public record Key(String name, List<String> columns) {
    public Key {
      columns = List.copyOf(columns);
    }
  }

  /** A reference to another table's key. */
  public record ForeignKey(
      String name,
      List<String> columns,
      String referencedSchema,
      String referencedTable,
      List<String> referencedColumns,
      String onDelete) {
    public ForeignKey {
      columns = List.copyOf(columns);
      referencedColumns = List.copyOf(referencedColumns);
    }
  }

  /**
   * An index.
   *
   * @param method such as {@code btree}; empty where the engine has one only
   * @param columns columns or expressions, in order
   * @param predicate of a partial index
   * @param bytes size on disk; -1 where the engine does not tell
   */
  public record Index(
      String name,
      String method,
      boolean unique,
      List<String> columns,
      @Nullable String predicate,
      boolean valid,
      long bytes) {
    public Index {
      columns = List.copyOf(columns);
    }
  }
}
