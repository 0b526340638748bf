package dev.weir.backup.postgresql;

import dev.weir.api.Rejected;
import dev.weir.spi.backup.Scope;
import java.io.IOException;

/** What lies where something shall be restored. */
final class Occupied {
  private static final String OBJECTS =
      """
      select count(*) from pg_class c join pg_namespace n on n.oid = c.relnamespace
      where n.nspname not in ('pg_catalog', 'information_schema')
        and n.nspname !~ '^pg_(toast|temp)' and c.relkind in ('r', 'p', 'v', 'm', 'S', 'f')
        and not exists (select from pg_depend d where d.classid = 'pg_class'::regclass
          and d.objid = c.oid and d.deptype = 'e')
        and :condition
      """;

  private Occupied() {}

  /** In a sentence; empty where nothing is in the way. */
  static String by(Psql psql, String database, Scope scope) throws IOException {
    if (!psql.exists(database)) {
      return "";
    }
    String condition =
        switch (scope) {
          case Scope.Cluster(), Scope.Whole() -> "true";
          case Scope.OneTenant _ -> "true";
          case Scope.OneSchema(String schema) -> "n.nspname = " + Sql.literal(schema);
          case Scope.OneTable(String schema, String table) ->
              "n.nspname = %s and c.relname = %s"
                  .formatted(Sql.literal(schema), Sql.literal(table));
        };
    String count = psql.value(database, OBJECTS.replace(":condition", condition));
    if (count.equals("0")) {
      return "";
    }
    return switch (scope) {
      case Scope.Cluster(), Scope.Whole() ->
          "The database " + database + " holds " + count + " tables, views and sequences.";
      case Scope.OneTenant _ ->
          "The database " + database + " holds " + count + " tables, views and sequences.";
      case Scope.OneSchema(String schema) ->
          "The schema "
              + schema
              + " of "
              + database
              + " holds "
              + count
              + " tables, views and sequences.";
      case Scope.OneTable(String schema, String table) ->
          "The table " + schema + "." + table + " is in " + database + " already.";
    };
  }

  /** Takes it away; what others depend on is not taken. */
  static String removal(Scope scope) {
    return switch (scope) {
      case Scope.OneSchema(String schema) -> "DROP SCHEMA " + Sql.name(schema) + " CASCADE";
      case Scope.OneTable(String schema, String table) -> "DROP TABLE " + Sql.name(schema, table);
      case Scope.Cluster(), Scope.Whole() ->
          throw Rejected.because(
              PostgresBackupError.NOT_EMPTY, "A whole database is replaced, not emptied.");
      case Scope.OneTenant _ ->
          throw Rejected.because(
              PostgresBackupError.NOT_EMPTY, "A tenant's rows are brought back by a patch.");
    };
  }
}
