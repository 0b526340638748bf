package dev.weir.connector.sqlite;

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
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Reads SQLite's pragmas in four queries, whatever the number of tables. Keys that were given names
 * are told without them, since the pragmas do not know them; there are no comments.
 */
final class SqliteSchema {
  private static final String CHOSEN =
      "pragma_table_list t where t.schema = 'main' and t.type in ('table', 'view', 'virtual')"
          + " and (? or t.name not like 'sqlite\\_%' escape '\\')";

  private static final String TABLES = "select t.name, t.type from " + CHOSEN + " order by t.name";

  private static final String COLUMNS =
      "select t.name, c.name, c.type, c.\"notnull\", c.dflt_value, c.pk, c.hidden"
          + " from pragma_table_list t, pragma_table_xinfo(t.name) c"
          + " where t.schema = 'main' and c.hidden <> 1 order by t.name, c.cid";

  private static final String FOREIGN_KEYS =
      "select t.name, f.id, f.\"table\", f.\"from\", f.\"to\", f.on_delete"
          + " from pragma_table_list t, pragma_foreign_key_list(t.name) f"
          + " where t.schema = 'main' order by t.name, f.id, f.seq";

  private static final String INDEXES =
      "select t.name, i.name, i.\"unique\", i.origin, k.name, s.sql, i.partial"
          + " from pragma_table_list t, pragma_index_list(t.name) i, pragma_index_info(i.name) k"
          + " left join sqlite_schema s on s.type = 'index' and s.name = i.name"
          + " where t.schema = 'main' order by t.name, i.name, k.seqno";

  private final Connection connection;
  private final SchemaFilter filter;
  private final Map<String, Draft> drafts = new LinkedHashMap<>();

  SqliteSchema(Connection connection, SchemaFilter filter) {
    this.connection = connection;
    this.filter = filter;
  }

  /** A table while its parts are gathered. */
  private static final class Draft {
    final String name;
    final TableKind kind;
    final List<TableColumn> columns = new ArrayList<>();
    final TreeMap<Integer, String> primary = new TreeMap<>();
    final Map<Integer, ForeignKey> foreign = new TreeMap<>();
    final Map<String, Index> indexes = new LinkedHashMap<>();
    final Map<String, Key> unique = new LinkedHashMap<>();

    Draft(String name, TableKind kind) {
      this.name = name;
      this.kind = kind;
    }

    Table table() {
      @Nullable Key key = primary.isEmpty() ? null : new Key("", List.copyOf(primary.values()));
      return new Table(
          "main",
          name,
          kind,
          columns,
          key,
          List.copyOf(unique.values()),
          List.copyOf(foreign.values()),
          List.copyOf(indexes.values()),
          -1,
          -1,
          null);
    }
  }

  Schema read() throws SQLException {
    tables();
    each(COLUMNS, SqliteSchema::column);
    each(FOREIGN_KEYS, this::foreignKey);
    each(INDEXES, SqliteSchema::index);
    return new Schema(drafts.values().stream().map(Draft::table).toList());
  }

  private void tables() throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(TABLES)) {
      statement.setBoolean(1, filter.system());
      try (ResultSet rows = statement.executeQuery()) {
        while (rows.next()) {
          String name = rows.getString(1);
          if (filter.matches("main", name)) {
            TableKind kind = rows.getString(2).equals("view") ? TableKind.VIEW : TableKind.TABLE;
            drafts.put(name, new Draft(name, kind));
          }
        }
      }
    }
  }

  private interface Part {
    void add(Draft table, ResultSet row) throws SQLException;
  }

  private void each(String query, Part part) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(query);
        ResultSet rows = statement.executeQuery()) {
      while (rows.next()) {
        Draft table = drafts.get(rows.getString(1));
        if (table != null) {
          part.add(table, rows);
        }
      }
    }
  }

  private static void column(Draft table, ResultSet row) throws SQLException {
    String type = row.getString(3) == null ? "" : row.getString(3);
    int place = row.getInt(6);
    if (place > 0) {
      table.primary.put(place, row.getString(2));
    }
    // A key of this type is the row's own number, which is never NULL; other keys may be.
    boolean rowNumber = place > 0 && type.equalsIgnoreCase("INTEGER");
    table.columns.add(
        new TableColumn(
            row.getString(2),
            SqliteTypes.declared(type),
            type.toLowerCase(java.util.Locale.ROOT),
            !row.getBoolean(4) && !rowNumber,
            row.getString(5),
            row.getInt(7) > 1,
            null));
  }

  private void foreignKey(Draft table, ResultSet row) throws SQLException {
    int id = row.getInt(2);
    String target = row.getString(3);
    ForeignKey before = table.foreign.get(id);
    List<String> columns = new ArrayList<>(before == null ? List.of() : before.columns());
    List<String> referenced =
        new ArrayList<>(before == null ? List.of() : before.referencedColumns());
    columns.add(row.getString(4));
    String to = row.getString(5);
    Draft other = drafts.get(target);
    if (to != null) {
      referenced.add(to);
    } else if (other != null && other.primary.containsKey(columns.size())) {
      // Without columns it refers to the other table's primary key.
      referenced.add(other.primary.get(columns.size()));
    }
    table.foreign.put(
        id, new ForeignKey("", columns, "main", target, referenced, row.getString(6)));
  }

  private static void index(Draft table, ResultSet row) throws SQLException {
    String name = row.getString(2);
    Index before = table.indexes.get(name);
    List<String> columns = new ArrayList<>(before == null ? List.of() : before.columns());
    String column = row.getString(5);
    columns.add(column == null ? "(expression)" : column);
    String sql = row.getString(6);
    boolean unique = row.getBoolean(3);
    table.indexes.put(
        name,
        new Index(name, "", unique, columns, row.getBoolean(7) ? predicate(sql) : null, true, -1));
    if (row.getString(4).equals("u")) {
      table.unique.put(name, new Key(name, columns));
    }
  }

  private static @Nullable String predicate(@Nullable String sql) {
    if (sql == null) {
      return null;
    }
    int where = sql.toLowerCase(java.util.Locale.ROOT).lastIndexOf(" where ");
    return where < 0 ? null : sql.substring(where + 7).strip();
  }
}
