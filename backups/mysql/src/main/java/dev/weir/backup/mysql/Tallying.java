package dev.weir.backup.mysql;

import dev.weir.api.Statement;
import dev.weir.api.StatementRunner;
import dev.weir.backup.mysql.Tables.Table;
import dev.weir.spi.backup.Tally;
import dev.weir.spi.backup.Work;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Counts and hashes tables in the server, in one scan each. The hash of a row is the MD5 of those
 * of its values, so that no row is too long for it; that of a table is the sum over its rows, in
 * two halves, whatever their order.
 */
final class Tallying {
  private Tallying() {}

  static List<Tally> of(StatementRunner database, List<Table> tables, Work work) {
    List<Tally> tallies = new ArrayList<>();
    for (Table table : tables) {
      work.check();
      tallies.add(of(database, table));
    }
    return tallies;
  }

  private static Tally of(StatementRunner database, Table table) {
    String values =
        Tables.columns(database, table.database(), table.name()).stream()
            .map(column -> "ifnull(md5(" + Sql.name(column) + "), '~')")
            .collect(Collectors.joining(", "));
    String query =
        "select count(*), %s, %s from (select md5(concat(%s)) as h from %s where %s) as t"
            .formatted(part("left"), part("right"), values, table.quoted(), table.condition());
    return database
        .query(Statement.of(query).timeout(MysqlDump.LONG))
        .first(row -> new Tally(table.told(), row.longAt(0), row.text(1) + ":" + row.text(2)))
        .orElseThrow();
  }

  private static String part(String side) {
    return "cast(coalesce(sum(cast(conv(%s(h, 15), 16, 10) as unsigned)), 0) as char)"
        .formatted(side);
  }
}
