package dev.weir.backup.postgresql;

import dev.weir.api.Cancellation;
import dev.weir.api.WeirException;
import dev.weir.spi.backup.BackupSource;
import dev.weir.spi.backup.Finding;
import dev.weir.spi.backup.Finding.Outcome;
import dev.weir.spi.backup.Work;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * PostgreSQL's own checks of one database: amcheck of every B-tree with its heap and of every heap,
 * and indexes that are not valid. All in one transaction that is rolled back, amcheck's creation
 * included where it is not there.
 */
final class Inspection {
  private static final String AMCHECK = "amcheck";
  private static final String BTREES =
      """
      select c.oid, c.oid::regclass::text from pg_index i join pg_class c on c.oid = i.indexrelid
      join pg_am a on a.oid = c.relam
      where a.amname = 'btree' and i.indisvalid and i.indisready and c.relpersistence = 'p'
        and c.relkind = 'i'
      order by 2
      """;
  private static final String HEAPS =
      """
      select c.oid, c.oid::regclass::text from pg_class c join pg_am a on a.oid = c.relam
      where c.relkind in ('r', 'm', 't') and a.amname = 'heap' and c.relpersistence = 'p'
      order by 2
      """;
  private static final String INVALID =
      """
      select c.oid::regclass::text from pg_index i join pg_class c on c.oid = i.indexrelid
      where not i.indisvalid and c.relkind = 'i' order by 1
      """;

  private final HeldTransaction transaction;
  private final Work work;
  private final List<Finding> findings = new ArrayList<>();

  private Inspection(HeldTransaction transaction, Work work) {
    this.transaction = transaction;
    this.work = work;
  }

  static List<Finding> of(BackupSource restored, Work work) {
    return Trouble.told(
        "The check of " + restored.definition().describe(),
        work,
        () -> {
          Cancellation cancellation = new Cancellation();
          work.onCancel(cancellation::cancel);
          ServerFacts facts = ServerFacts.of(restored.database());
          return cancellation.call(() -> {
            try (HeldTransaction transaction = HeldTransaction.begin(restored.database())) {
              return new Inspection(transaction, work).all(facts);
            }
          });
        });
  }

  private List<Finding> all(ServerFacts facts) {
    invalid();
    String schema = amcheck();
    if (schema != null) {
      for (var row : transaction.rows(BTREES)) {
        btree(schema, Objects.requireNonNull(row.get(0)), Objects.requireNonNull(row.get(1)));
      }
      if (facts.version().major() >= 14) {
        for (var row : transaction.rows(HEAPS)) {
          heap(schema, Objects.requireNonNull(row.get(0)), Objects.requireNonNull(row.get(1)));
        }
      } else {
        found("verify_heapam", "all tables", Outcome.SKIPPED, "The server is older than 14.");
      }
    }
    checksums(facts);
    return findings;
  }

  private void invalid() {
    var rows = transaction.rows(INVALID);
    rows.forEach(row ->
        found(
            "indexes",
            Objects.requireNonNull(row.getFirst()),
            Outcome.FAILED,
            "The index is not valid: it was left by an interrupted build and must be built"
                + " again."));
    if (rows.isEmpty()) {
      found("indexes", "all indexes", Outcome.OK, "Every index is valid.");
    }
  }

  /** Where amcheck's functions are; null, and told, when they cannot be had. */
  private @Nullable String amcheck() {
    String where =
        "select quote_ident(n.nspname) from pg_extension e join pg_namespace n"
            + " on n.oid = e.extnamespace where e.extname = 'amcheck'";
    var rows = transaction.rows(where);
    if (rows.isEmpty()) {
      try {
        transaction.run("create extension amcheck");
      } catch (WeirException e) {
        found(AMCHECK, "all tables", Outcome.SKIPPED, "amcheck cannot be had: " + e.getMessage());
        return null;
      }
      rows = transaction.rows(where);
    }
    return Objects.requireNonNull(rows.getFirst().getFirst());
  }

  private void btree(String schema, String oid, String name) {
    work.check();
    work.step("Checking index " + name);
    try {
      transaction.tried(
          "select " + schema + ".bt_index_check(" + oid + "::oid::regclass, true)::text");
      found("bt_index_check", name, Outcome.OK, "The index is whole and knows every row.");
    } catch (WeirException e) {
      work.check();
      found("bt_index_check", name, Outcome.FAILED, String.valueOf(e.getMessage()));
    }
  }

  private void heap(String schema, String oid, String name) {
    work.check();
    work.step("Checking table " + name);
    try {
      var rows =
          transaction.tried(
              "select blkno, msg from "
                  + schema
                  + ".verify_heapam("
                  + oid
                  + "::oid::regclass) limit 20");
      rows.forEach(row ->
          found(
              "verify_heapam",
              name,
              Outcome.FAILED,
              "Block " + row.get(0) + ": " + row.get(1) + "."));
      if (rows.isEmpty()) {
        found("verify_heapam", name, Outcome.OK, "Every row can be read.");
      }
    } catch (WeirException e) {
      work.check();
      found("verify_heapam", name, Outcome.FAILED, String.valueOf(e.getMessage()));
    }
  }

  private void checksums(ServerFacts facts) {
    if (facts.checksums()) {
      found(
          "checksums",
          "all tables",
          Outcome.OK,
          "The server compared the checksum of every page that the other checks read.");
    } else {
      found("checksums", "the server", Outcome.SKIPPED, "The server was made without checksums.");
    }
  }

  private void found(String check, String object, Outcome outcome, String detail) {
    findings.add(new Finding(check, object, outcome, detail));
  }
}
