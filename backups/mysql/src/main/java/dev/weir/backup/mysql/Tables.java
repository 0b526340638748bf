package dev.weir.backup.mysql;

import dev.weir.api.Rejected;
import dev.weir.api.Row;
import dev.weir.api.Statement;
import dev.weir.api.StatementRunner;
import dev.weir.spi.backup.Scope;
import java.util.ArrayList;
import java.util.List;

/** Which tables a scope holds. */
final class Tables {
  private static final String SYSTEM = "'mysql', 'information_schema', 'performance_schema', 'sys'";

  private Tables() {}

  /**
   * A table with rows of its own.
   *
   * @param told how tallies name it: with its database where a backup holds several
   * @param condition on its rows
   */
  record Table(String database, String name, String told, String condition) {
    String quoted() {
      return Sql.name(database, name);
    }
  }

  /** The databases of users. */
  static List<String> databases(StatementRunner database) {
    return names(
        database,
        Statement.of(
            "select schema_name from information_schema.schemata where schema_name not in ("
                + SYSTEM
                + ") order by 1"));
  }

  static List<Table> in(StatementRunner database, String definition, Scope scope) {
    List<Table> tables = new ArrayList<>();
    switch (scope) {
      case Scope.Cluster() -> {
        for (String each : databases(database)) {
          for (String name : of(database, each)) {
            tables.add(new Table(each, name, each + "." + name, "true"));
          }
        }
      }
      case Scope.Whole() -> {
        for (String name : of(database, definition)) {
          tables.add(new Table(definition, name, name, "true"));
        }
      }
      case Scope.OneTable one -> tables.add(one(database, definition, one));
      case Scope.OneTenant tenant -> tables.addAll(tenant(database, definition, tenant));
      case Scope.OneSchema schema ->
          throw unknown("A database here has no schemas, so none is named " + schema.schema());
    }
    return tables;
  }

  private static Table one(StatementRunner database, String definition, Scope.OneTable one) {
    if (!of(database, definition).contains(one.table())) {
      throw unknown("The database " + definition + " has no table " + one.table());
    }
    return new Table(definition, one.table(), one.table(), "true");
  }

  private static List<Table> tenant(
      StatementRunner database, String definition, Scope.OneTenant tenant) {
    String condition = Sql.name(tenant.column()) + " = " + Sql.literal(tenant.tenant());
    List<Table> tables =
        of(database, definition).stream()
            .filter(name -> columns(database, definition, name).contains(tenant.column()))
            .map(name -> new Table(definition, name, name, condition))
            .toList();
    if (tables.isEmpty()) {
      throw unknown("No table of " + definition + " has a column " + tenant.column());
    }
    return tables;
  }

  private static Rejected unknown(String what) {
    return Rejected.because(
        MysqlBackupError.UNKNOWN_SCOPE, what + ". " + MysqlBackupError.UNKNOWN_SCOPE.nextStep());
  }

  private static List<String> of(StatementRunner database, String schema) {
    return names(
        database,
        Statement.of(
            "select table_name from information_schema.tables where table_schema = ? and"
                + " table_type in ('BASE TABLE', 'SYSTEM VERSIONED') order by 1",
            schema));
  }

  static List<String> columns(StatementRunner database, String schema, String table) {
    return names(
        database,
        Statement.of(
            "select column_name from information_schema.columns where table_schema = ? and"
                + " table_name = ? order by 1",
            schema,
            table));
  }

  static List<String> names(StatementRunner database, Statement question) {
    return database.query(question.timeout(MysqlDump.LONG)).list(Tables::text);
  }

  private static String text(Row row) {
    return String.valueOf(row.text(0));
  }
}
