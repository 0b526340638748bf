package dev.weir.connector.postgresql;

import dev.weir.api.DataType;
import dev.weir.api.Schema;
import dev.weir.api.Schema.ForeignKey;
import dev.weir.api.Schema.Index;
import dev.weir.api.Schema.Key;
import dev.weir.api.Schema.Table;
import dev.weir.api.Schema.TableColumn;
import dev.weir.api.Schema.TableKind;
import dev.weir.api.SchemaFilter;
import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads PostgreSQL's catalogs in four queries, whatever the number of tables. */
final class PostgresqlSchema {
  private static final String TABLES =
      """
      select c.oid, n.nspname, c.relname, c.relkind, c.reltuples::bigint,
             case when c.relkind in ('r', 'm', 't') then pg_catalog.pg_total_relation_size(c.oid) else -1 end,
             pg_catalog.obj_description(c.oid, 'pg_class')
        from pg_catalog.pg_class c join pg_catalog.pg_namespace n on n.oid = c.relnamespace
       where c.relkind in ('r', 'v', 'm', 'p', 'f')
         and (? or n.nspname not in ('pg_catalog', 'information_schema', 'pg_toast'))
         and n.nspname not like 'pg\\_temp\\_%' and n.nspname not like 'pg\\_toast\\_temp\\_%'
         and (?::text is null or n.nspname = ?::text)
       order by n.nspname, c.relname
      """;

  private static final String COLUMNS =
      """
      select a.attrelid, a.attname, t.typname, pg_catalog.format_type(a.atttypid, a.atttypmod), a.attnotnull,
             pg_catalog.pg_get_expr(d.adbin, d.adrelid), a.attgenerated <> '' or a.attidentity <> '',
             pg_catalog.col_description(a.attrelid, a.attnum), t.typcategory
        from pg_catalog.pg_attribute a
        join pg_catalog.pg_type t on t.oid = a.atttypid
        left join pg_catalog.pg_attrdef d on d.adrelid = a.attrelid and d.adnum = a.attnum
       where a.attrelid = any(?) and a.attnum > 0 and not a.attisdropped
       order by a.attrelid, a.attnum
      """;

  private static final String KEYS =
      """
      select c.conrelid, c.conname, c.contype,
             array(select a.attname::text from unnest(c.conkey) with ordinality k(n, i)
                     join pg_catalog.pg_attribute a on a.attrelid = c.conrelid and a.attnum = k.n order by k.i),
             fn.nspname, f.relname,
             array(select a.attname::text from unnest(c.confkey) with ordinality k(n, i)
                     join pg_catalog.pg_attribute a on a.attrelid = c.confrelid and a.attnum = k.n order by k.i),
             case c.confdeltype when 'a' then 'NO ACTION' when 'r' then 'RESTRICT' when 'c' then 'CASCADE'
                                when 'n' then 'SET NULL' when 'd' then 'SET DEFAULT' else '' end
        from pg_catalog.pg_constraint c
        left join pg_catalog.pg_class f on f.oid = c.confrelid
        left join pg_catalog.pg_namespace fn on fn.oid = f.relnamespace
       where c.conrelid = any(?) and c.contype in ('p', 'u', 'f')
       order by c.conrelid, c.conname
      """;

  private static final String INDEXES =
      """
      select i.indrelid, c.relname, m.amname, i.indisunique, i.indisvalid, pg_catalog.pg_relation_size(c.oid),
             pg_catalog.pg_get_expr(i.indpred, i.indrelid),
             array(select pg_catalog.pg_get_indexdef(i.indexrelid, k, true) from generate_series(1, i.indnkeyatts) k)
        from pg_catalog.pg_index i
        join pg_catalog.pg_class c on c.oid = i.indexrelid
        join pg_catalog.pg_am m on m.oid = c.relam
       where i.indrelid = any(?)
       order by i.indrelid, c.relname
      """;

  private final Connection connection;
  private final SchemaFilter filter;
  private final Map<Long, Draft> drafts = new LinkedHashMap<>();

  PostgresqlSchema(Connection connection, SchemaFilter filter) {
    this.connection = connection;
    this.filter = filter;
  }

  /** A table while its parts are gathered. */
  private static final class Draft {
    final String schema;
    final String name;
    final TableKind kind;
    final long rows;
    final long bytes;
    final @Nullable String comment;
    final List<TableColumn> columns = new ArrayList<>();
    final List<Key> unique = new ArrayList<>();
    final List<ForeignKey> foreign = new ArrayList<>();
    final List<Index> indexes = new ArrayList<>();
    @Nullable Key primary;

    Draft(ResultSet row) throws SQLException {
      schema = row.getString(2);
      name = row.getString(3);
      kind = kind(row.getString(4));
      rows = Math.max(-1, row.getLong(5));
      bytes = row.getLong(6);
      comment = row.getString(7);
    }

    private static TableKind kind(String relkind) {
      return switch (relkind) {
        case "v" -> TableKind.VIEW;
        case "m" -> TableKind.MATERIALIZED_VIEW;
        case "p" -> TableKind.PARTITIONED_TABLE;
        case "f" -> TableKind.FOREIGN_TABLE;
        default -> TableKind.TABLE;
      };
    }

    Table table() {
      return new Table(
          schema, name, kind, columns, primary, unique, foreign, indexes, rows, bytes, comment);
    }
  }

  Schema read() throws SQLException {
    tables();
    each(COLUMNS, this::column);
    each(KEYS, this::key);
    each(INDEXES, this::index);
    return new Schema(drafts.values().stream().map(Draft::table).toList());
  }

  private void tables() throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(TABLES)) {
      statement.setBoolean(1, filter.system());
      statement.setString(2, exact(filter.schema()));
      statement.setString(3, exact(filter.schema()));
      try (ResultSet rows = statement.executeQuery()) {
        while (rows.next()) {
          if (filter.matches(rows.getString(2), rows.getString(3))) {
            drafts.put(rows.getLong(1), new Draft(rows));
          }
        }
      }
    }
  }

  private static @Nullable String exact(@Nullable String name) {
    return name == null || name.indexOf('*') >= 0 ? null : name;
  }

  private interface Part {
    void add(Draft table, ResultSet row) throws SQLException;
  }

  private void each(String query, Part part) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(query)) {
      statement.setArray(1, connection.createArrayOf("oid", drafts.keySet().toArray()));
      try (ResultSet rows = statement.executeQuery()) {
        while (rows.next()) {
          Draft table = drafts.get(rows.getLong(1));
          if (table != null) {
            part.add(table, rows);
          }
        }
      }
    }
  }

  private void column(Draft table, ResultSet row) throws SQLException {
    String type = row.getString(3);
    DataType common =
        row.getString(9).equals("E") ? DataType.TEXT : PostgresqlTypes.of(type, Types.OTHER);
    table.columns.add(
        new TableColumn(
            row.getString(2),
            common,
            row.getString(4),
            !row.getBoolean(5),
            row.getString(6),
            row.getBoolean(7),
            row.getString(8)));
  }

  private void key(Draft table, ResultSet row) throws SQLException {
    Key key = new Key(row.getString(2), names(row.getArray(4)));
    switch (row.getString(3)) {
      case "p" -> table.primary = key;
      case "u" -> table.unique.add(key);
      default ->
          table.foreign.add(
              new ForeignKey(
                  key.name(),
                  key.columns(),
                  row.getString(5),
                  row.getString(6),
                  List.copyOf(names(row.getArray(7))),
                  row.getString(8)));
    }
  }

  private void index(Draft table, ResultSet row) throws SQLException {
    table.indexes.add(
        new Index(
            row.getString(2),
            row.getString(3),
            row.getBoolean(4),
            List.copyOf(names(row.getArray(8))),
            row.getString(7),
            row.getBoolean(5),
            row.getLong(6)));
  }

  private static List<String> names(Array array) throws SQLException {
    Collection<String> names = List.of((String[]) array.getArray());
    return List.copyOf(names);
  }
}
