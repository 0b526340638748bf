package dev.weir.connector.mysql;

import dev.weir.api.DataType;
import dev.weir.api.Schema;
import dev.weir.api.Schema.ForeignKey;
import dev.weir.api.Schema.Index;
import dev.weir.api.Schema.Key;
import dev.weir.api.Schema.Table;
import dev.weir.api.Schema.TableColumn;
import dev.weir.api.Schema.TableKind;
import dev.weir.api.SchemaFilter;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Types;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads {@code information_schema} in four or five queries, whatever the number of tables. */
final class MysqlSchema {
  private static final String TABLES =
      """
      select table_schema, table_name, table_type, engine, create_options, table_rows,
             data_length + index_length, table_comment
        from information_schema.tables
       where %s
       order by table_schema, table_name
      """;

  private static final String COLUMNS =
      """
      select table_schema, table_name, column_name, data_type, column_type, is_nullable,
             column_default, extra, column_comment
        from information_schema.columns
       where %s
       order by table_schema, table_name, ordinal_position
      """;

  /** MariaDB keeps JSON as text with a check that bears the column's name. */
  private static final String JSON_CHECKS =
      """
      select constraint_schema, table_name, constraint_name
        from information_schema.check_constraints
       where check_clause = concat('json_valid(`', constraint_name, '`)')
         and %s
      """;

  private static final String KEYS =
      """
      select k.table_schema, k.table_name, k.constraint_name, c.constraint_type, k.column_name,
             k.referenced_table_schema, k.referenced_table_name, k.referenced_column_name,
             r.delete_rule
        from information_schema.key_column_usage k
        join information_schema.table_constraints c
          on c.constraint_schema = k.constraint_schema and c.table_name = k.table_name
         and c.constraint_name = k.constraint_name
        left join information_schema.referential_constraints r
          on r.constraint_schema = k.constraint_schema and r.table_name = k.table_name
         and r.constraint_name = k.constraint_name
       where %s
       order by k.table_schema, k.table_name, k.constraint_name, k.ordinal_position
      """;

  /** All columns, since some are only there in some versions; the order is schema to sequence. */
  private static final String INDEXES =
      """
      select s.* from information_schema.statistics s
       where %s
       order by 2, 3, 6, 7
      """;

  private static final String OWN =
      " not in ('information_schema', 'mysql', 'performance_schema', 'sys')";

  private final Connection connection;
  private final SchemaFilter filter;
  private final Map<Name, Draft> drafts = new LinkedHashMap<>();
  private final Set<List<String>> json = new HashSet<>();
  private boolean mariadb;

  MysqlSchema(Connection connection, SchemaFilter filter) {
    this.connection = connection;
    this.filter = filter;
  }

  private record Name(String schema, String table) {}

  /** A table while its parts are gathered. */
  private static final class Draft {
    final Name name;
    final TableKind kind;
    final long rows;
    final long bytes;
    final @Nullable String comment;
    final List<TableColumn> columns = new ArrayList<>();
    final Map<String, List<String>> keys = new LinkedHashMap<>();
    final Map<String, ForeignKey> foreign = new LinkedHashMap<>();
    final Map<String, Index> indexes = new LinkedHashMap<>();

    Draft(Name name, ResultSet row) throws SQLException {
      this.name = name;
      kind = kind(row.getString(3), row.getString(4), row.getString(5));
      rows = orUnknown(row, 6);
      bytes = orUnknown(row, 7);
      String told = row.getString(8);
      comment = told == null || told.isEmpty() || told.equals("VIEW") ? null : told;
    }

    private static TableKind kind(String type, @Nullable String engine, @Nullable String options) {
      return switch (type) {
        case "VIEW", "SYSTEM VIEW" -> TableKind.VIEW;
        case "SEQUENCE" -> TableKind.SEQUENCE;
        default ->
            options != null && options.contains("partitioned")
                ? TableKind.PARTITIONED_TABLE
                : Set.of("FEDERATED", "CONNECT", "SPIDER").contains(engine == null ? "" : engine)
                    ? TableKind.FOREIGN_TABLE
                    : TableKind.TABLE;
      };
    }

    private static long orUnknown(ResultSet row, int column) throws SQLException {
      long value = row.getLong(column);
      return row.wasNull() ? -1 : value;
    }

    Table table() {
      Key primary = null;
      List<Key> unique = new ArrayList<>();
      for (Map.Entry<String, List<String>> key : keys.entrySet()) {
        if (key.getKey().equals("PRIMARY")) {
          primary = new Key("PRIMARY", key.getValue());
        } else {
          unique.add(new Key(key.getKey(), key.getValue()));
        }
      }
      return new Table(
          name.schema,
          name.table,
          kind,
          columns,
          primary,
          unique,
          List.copyOf(foreign.values()),
          List.copyOf(indexes.values()),
          rows,
          bytes,
          comment);
    }
  }

  Schema read() throws SQLException {
    mariadb = ServerVersion.of(connection).product() == Product.MARIADB;
    each(
        TABLES,
        "table_schema",
        row -> {
          Name name = name(row);
          if (filter.matches(name.schema, name.table)) {
            drafts.put(name, new Draft(name, row));
          }
        });
    if (mariadb) {
      each(
          JSON_CHECKS,
          "constraint_schema",
          row -> json.add(List.of(row.getString(1), row.getString(2), row.getString(3))));
    }
    parts(COLUMNS, "table_schema", this::column);
    parts(KEYS, "k.table_schema", MysqlSchema::key);
    parts(INDEXES, "s.table_schema", MysqlSchema::index);
    return new Schema(drafts.values().stream().map(Draft::table).toList());
  }

  private static Name name(ResultSet row) throws SQLException {
    return new Name(row.getString("TABLE_SCHEMA"), row.getString("TABLE_NAME"));
  }

  private interface Reader {
    void read(ResultSet row) throws SQLException;
  }

  private interface Part {
    void add(Draft table, ResultSet row) throws SQLException;
  }

  private void parts(String query, String schema, Part part) throws SQLException {
    each(
        query,
        schema,
        row -> {
          Draft table = drafts.get(name(row));
          if (table != null) {
            part.add(table, row);
          }
        });
  }

  /** A schema that is named exactly is looked up alone: the server need not open the others. */
  private void each(String query, String schema, Reader reader) throws SQLException {
    String wanted = filter.schema();
    boolean exact = wanted != null && wanted.indexOf('*') < 0;
    String condition = exact ? schema + " = ?" : filter.system() ? "1 = 1" : schema + OWN;
    try (PreparedStatement statement =
        connection.prepareStatement(query.replace("%s", condition))) {
      if (exact) {
        statement.setString(1, wanted);
      }
      try (ResultSet rows = statement.executeQuery()) {
        while (rows.next()) {
          reader.read(rows);
        }
      }
    }
  }

  private void column(Draft table, ResultSet row) throws SQLException {
    String name = row.getString(3);
    String extra = row.getString(8).toUpperCase(Locale.ROOT);
    boolean computed =
        extra.contains("VIRTUAL") || extra.contains("STORED") || extra.contains("PERSISTENT");
    String comment = row.getString(9);
    table.columns.add(
        new TableColumn(
            name,
            type(table, name, row.getString(4), row.getString(5)),
            row.getString(5),
            row.getString(6).equals("YES"),
            defaultValue(row.getString(7), row.getString(4), extra),
            computed || extra.contains("AUTO_INCREMENT"),
            comment == null || comment.isEmpty() ? null : comment));
  }

  private DataType type(Draft table, String column, String type, String full) {
    if (full.equals("tinyint(1)") || full.equals("bit(1)")) {
      return DataType.BOOLEAN;
    }
    if (json.contains(List.of(table.name.schema, table.name.table, column))) {
      return DataType.JSON;
    }
    return MysqlTypes.of(full.contains("unsigned") ? type + " unsigned" : type, Types.OTHER);
  }

  /** MariaDB tells an expression; MySQL tells a literal bare, and marks expressions. */
  private @Nullable String defaultValue(@Nullable String told, String type, String extra) {
    if (told == null || mariadb) {
      return told == null || told.equals("NULL") ? null : told;
    }
    boolean expression =
        extra.contains("DEFAULT_GENERATED") || told.startsWith("CURRENT_TIMESTAMP");
    boolean bare =
        switch (MysqlTypes.of(type, Types.OTHER)) {
          case INTEGER, DECIMAL, FLOAT -> true;
          default -> told.startsWith("b'");
        };
    return expression || bare ? told : "'" + told.replace("'", "''") + "'";
  }

  private static void key(Draft table, ResultSet row) throws SQLException {
    String name = row.getString(3);
    String column = row.getString(5);
    if (!row.getString(4).equals("FOREIGN KEY")) {
      table.keys.computeIfAbsent(name, _ -> new ArrayList<>()).add(column);
      return;
    }
    ForeignKey before = table.foreign.get(name);
    List<String> columns = new ArrayList<>(before == null ? List.of() : before.columns());
    List<String> referenced =
        new ArrayList<>(before == null ? List.of() : before.referencedColumns());
    columns.add(column);
    referenced.add(row.getString(8));
    table.foreign.put(
        name,
        new ForeignKey(
            name, columns, row.getString(6), row.getString(7), referenced, row.getString(9)));
  }

  private static void index(Draft table, ResultSet row) throws SQLException {
    String name = row.getString("INDEX_NAME");
    Index before = table.indexes.get(name);
    List<String> columns = new ArrayList<>(before == null ? List.of() : before.columns());
    columns.add(indexed(row));
    boolean usable =
        !"NO".equals(optional(row, "IS_VISIBLE")) && !"YES".equals(optional(row, "IGNORED"));
    table.indexes.put(
        name,
        new Index(
            name,
            row.getString("INDEX_TYPE").toLowerCase(Locale.ROOT),
            row.getInt("NON_UNIQUE") == 0,
            columns,
            null,
            usable,
            -1));
  }

  /** A column or expression, with the length of a prefix and the direction where it is not up. */
  private static String indexed(ResultSet row) throws SQLException {
    String column = row.getString("COLUMN_NAME");
    String text = column != null ? column : "(" + optional(row, "EXPRESSION") + ")";
    String prefix = row.getString("SUB_PART");
    return text
        + (prefix == null ? "" : "(" + prefix + ")")
        + ("D".equals(row.getString("COLLATION")) ? " desc" : "");
  }

  private static @Nullable String optional(ResultSet row, String label) throws SQLException {
    ResultSetMetaData metadata = row.getMetaData();
    for (int i = 1; i <= metadata.getColumnCount(); i++) {
      if (metadata.getColumnLabel(i).equalsIgnoreCase(label)) {
        return row.getString(i);
      }
    }
    return null;
  }
}
