package dev.weir.backup.postgresql;

import dev.weir.api.Rejected;
import dev.weir.spi.backup.Scope;
import java.util.List;
import java.util.Objects;

/** Which tables a scope holds. */
final class ScopedTables {
  /** Neither the system's, nor an extension's own, whose rows come with the extension. */
  private static final String TABLES =
      """
      select c.oid, n.nspname, c.relname, pg_table_size(c.oid)
      from pg_class c join pg_namespace n on n.oid = c.relnamespace
      where c.relkind = 'r' and c.relpersistence = 'p'
        and n.nspname not in ('pg_catalog', 'information_schema')
        and n.nspname not like 'pg\\_toast%' and n.nspname not like 'pg\\_temp\\_%'
        and not exists (select from pg_depend d where d.classid = 'pg_class'::regclass
          and d.objid = c.oid and d.deptype = 'e')
        and :condition
      order by n.nspname, c.relname
      """;

  private ScopedTables() {}

  /**
   * A table with rows of its own: plain ones and leaves of partitioned ones.
   *
   * @param bytes of its heap, its toast and its maps
   */
  record Table(long oid, String schema, String name, long bytes) {
    String quoted() {
      return Sql.name(schema, name);
    }

    String plain() {
      return schema + "." + name;
    }
  }

  static List<Table> in(Conversation conversation, Scope scope) {
    String condition =
        switch (scope) {
          case Scope.Cluster() -> "true";
          case Scope.Whole() -> "true";
          case Scope.OneTenant _ -> "true";
          case Scope.OneSchema(String schema) -> "n.nspname = " + Sql.literal(schema);
          case Scope.OneTable(String schema, String table) -> family(schema, table);
        };
    return conversation.rows(TABLES.replace(":condition", condition)).stream()
        .map(row ->
            new Table(
                Long.parseLong(Objects.requireNonNull(row.get(0))),
                Objects.requireNonNull(row.get(1)),
                Objects.requireNonNull(row.get(2)),
                Long.parseLong(Objects.requireNonNull(row.get(3)))))
        .toList();
  }

  /** A table with its partitions of every level, whose definitions pg_dump takes by name alone. */
  static List<String> family(Conversation conversation, Scope.OneTable table) {
    String query =
        "select n.nspname, c.relname from pg_class c join pg_namespace n on n.oid = c.relnamespace"
            + " where "
            + family(table.schema(), table.table())
            + " order by 1, 2";
    return conversation.rows(query).stream()
        .map(
            row -> Sql.name(Objects.requireNonNull(row.get(0)), Objects.requireNonNull(row.get(1))))
        .toList();
  }

  /** The table and, where it is partitioned, its leaves. */
  private static String family(String schema, String table) {
    return "c.oid in (select relid from pg_partition_tree(to_regclass(%s))"
            .formatted(Sql.literal(Sql.name(schema, table)))
        + " union all select to_regclass(%s)::oid)".formatted(Sql.literal(Sql.name(schema, table)));
  }

  /** Refuses a scope that names what is not there. */
  static void check(Conversation conversation, Scope scope, String database) {
    switch (scope) {
      case Scope.Cluster(), Scope.Whole() -> {}
      case Scope.OneSchema(String schema) ->
          demand(
              conversation,
              "select count(*) from pg_namespace where nspname = " + Sql.literal(schema),
              "There is no schema " + schema + " in " + database + ".");
      case Scope.OneTable(String schema, String table) ->
          demand(
              conversation,
              "select count(*) from pg_class c join pg_namespace n on n.oid = c.relnamespace"
                  + " where c.relkind in ('r', 'p') and n.nspname = %s and c.relname = %s"
                      .formatted(Sql.literal(schema), Sql.literal(table)),
              "There is no table " + schema + "." + table + " in " + database + ".");
      case Scope.OneTenant(String column, String _) ->
          demand(
              conversation,
              "select count(*) from pg_attribute a join pg_class c on c.oid = a.attrelid where"
                  + " c.relkind = 'r' and a.attnum > 0 and not a.attisdropped and a.attname = "
                  + Sql.literal(column),
              "No table of " + database + " has a column " + column + ".");
    }
  }

  private static void demand(Conversation conversation, String count, String otherwise) {
    if (conversation.value(count).equals("0")) {
      throw Rejected.because(PostgresBackupError.UNKNOWN_SCOPE, otherwise);
    }
  }
}
