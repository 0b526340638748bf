package dev.weir.backup.mysql;

import dev.weir.api.Database;
import dev.weir.api.Row;
import dev.weir.api.Rows;
import dev.weir.api.Statement;
import dev.weir.api.StatementRunner;
import dev.weir.api.Transaction;
import dev.weir.api.TransactionOptions;
import dev.weir.api.WeirException;
import dev.weir.backup.mysql.Tables.Table;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * How many bytes tables take: those of their files where the user may see them (the right PROCESS),
 * else what the server's statistics say, which lag behind. MySQL keeps them for a day, unless it is
 * told not to (dev.mysql.com, information_schema_stats_expiry).
 */
final class DataSize {
  private static final String STATISTICS =
      "select table_schema, table_name, coalesce(data_length + index_length, 0) from"
          + " information_schema.tables where table_type in ('BASE TABLE', 'SYSTEM VERSIONED')";

  private record Name(String database, String table) {}

  private final Map<Name, Long> told;
  private final Map<String, Long> files;

  private DataSize(Map<Name, Long> told, Map<String, Long> files) {
    this.told = told;
    this.files = files;
  }

  private static DataSize read(Database database, Version server) {
    return new DataSize(statistics(database, server), files(database, server));
  }

  static long of(Database database, Version server, List<Table> tables) {
    DataSize size = read(database, server);
    return tables.stream()
        .mapToLong(table -> size.of(new Name(table.database(), table.name())))
        .sum();
  }

  static long ofAll(Database database, Version server) {
    DataSize size = read(database, server);
    return size.told.keySet().stream().mapToLong(size::of).sum();
  }

  private long of(Name name) {
    Long file = files.get(encoded(name.database()) + "/" + encoded(name.table()));
    return file == null ? told.getOrDefault(name, 0L) : file;
  }

  private static Map<Name, Long> statistics(Database database, Version server) {
    if (server.mariadb()) {
      return statistics(database);
    }
    try (Transaction fresh = database.begin(TransactionOptions.DEFAULT.timeout(MysqlDump.LONG))) {
      fresh.update("set session information_schema_stats_expiry = 0");
      try {
        return statistics(fresh);
      } finally {
        fresh.update("set session information_schema_stats_expiry = default");
      }
    } catch (WeirException older) {
      // MySQL before 8.0 keeps no statistics.
      return statistics(database);
    }
  }

  private static Map<Name, Long> statistics(StatementRunner database) {
    Map<Name, Long> told = new HashMap<>();
    try (Rows rows = database.query(Statement.of(STATISTICS).timeout(MysqlDump.LONG))) {
      while (rows.next()) {
        told.put(new Name(text(rows, 0), text(rows, 1)), rows.longAt(2));
      }
    }
    return told;
  }

  /** By the names that tables have among files; a partition counts for its table. */
  private static Map<String, Long> files(Database database, Version server) {
    String view =
        server.mariadb() || server.major() < 8 ? "innodb_sys_tablespaces" : "innodb_tablespaces";
    Statement all =
        Statement.of("select name, file_size from information_schema." + view)
            .timeout(MysqlDump.LONG);
    Map<String, Long> files = new HashMap<>();
    try (Rows rows = database.query(all)) {
      while (rows.next()) {
        files.merge(text(rows, 0).replaceFirst("#[pP]#.*", ""), rows.longAt(1), Long::sum);
      }
    } catch (WeirException mayNot) {
      return Map.of();
    }
    return files;
  }

  private static String text(Row row, int column) {
    return String.valueOf(row.text(column));
  }

  /** Letters beyond ASCII are written in other ways still; such tables count by the statistics. */
  private static String encoded(String name) {
    StringBuilder file = new StringBuilder();
    name.chars()
        .forEach(each ->
            file.append(isPlain(each) ? Character.toString(each) : "@%04x".formatted(each)));
    return file.toString();
  }

  private static boolean isPlain(int letter) {
    return letter == '_' || letter < 0x80 && Character.isLetterOrDigit(letter);
  }
}
