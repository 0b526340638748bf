package dev.weir.advisor.sqlite;

import dev.weir.api.Database;
import java.util.Arrays;
import java.util.List;

/**
 * An index; one that a constraint made has no statement of its own.
 *
 * @param keys columns with their collation and direction
 */
record Index(String table, String name, boolean unique, List<String> keys, String definition) {
  static List<Index> all(Database database) {
    return database
        .query(
            """
            select m.tbl_name, m.name, i."unique",
              (select group_concat(coalesce(x.name, '?') || char(1) || x.coll || char(1) || x."desc", char(2))
                from (select * from pragma_index_xinfo(m.name) where key = 1 order by seqno) x),
              coalesce(m.sql, '')
            from sqlite_master m join pragma_index_list(m.tbl_name) i on i.name = m.name
            where m.type = 'index' and i.partial = 0 order by m.rowid\
            """)
        .list(row ->
            new Index(
                String.valueOf(row.text(0)),
                String.valueOf(row.text(1)),
                row.intAt(2) == 1,
                Arrays.asList(String.valueOf(row.text(3)).split("\u0002", -1)),
                String.valueOf(row.text(4))));
  }

  /** Whether it was made by a statement and is of columns alone. */
  boolean own() {
    return !definition.isEmpty() && keys.stream().noneMatch(key -> key.startsWith("?"));
  }

  boolean begins(Index other) {
    return table.equals(other.table)
        && keys.size() <= other.keys.size()
        && other.keys.subList(0, keys.size()).equals(keys);
  }

  /** The names of its first columns. */
  List<String> columns(int count) {
    return keys.stream().limit(count).map(key -> key.substring(0, key.indexOf('\u0001'))).toList();
  }

  static String quote(String name) {
    return "\"" + name.replace("\"", "\"\"") + "\"";
  }
}
