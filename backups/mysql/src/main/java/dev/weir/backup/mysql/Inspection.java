package dev.weir.backup.mysql;

import dev.weir.api.Database;
import dev.weir.api.Statement;
import dev.weir.backup.mysql.Tables.Table;
import dev.weir.spi.backup.Finding;
import dev.weir.spi.backup.Work;
import java.util.ArrayList;
import java.util.List;

/** CHECK TABLE on every table. */
final class Inspection {
  private Inspection() {}

  static List<Finding> of(Database database, List<Table> tables, Work work) {
    List<Finding> findings = new ArrayList<>();
    for (Table table : tables) {
      work.check();
      findings.add(of(database, table));
    }
    return findings;
  }

  private static Finding of(Database database, Table table) {
    List<String> told =
        database
            .query(Statement.of("check table " + table.quoted()).timeout(MysqlDump.LONG))
            .list(row -> row.text(2) + ": " + row.text(3));
    boolean fine = told.getLast().equals("status: OK");
    boolean skipped = told.getFirst().startsWith("note");
    return new Finding(
        "check table",
        table.told(),
        fine ? Finding.Outcome.OK : skipped ? Finding.Outcome.SKIPPED : Finding.Outcome.FAILED,
        String.join("; ", told) + ".");
  }
}
