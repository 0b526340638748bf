package dev.weir.backup.postgresql;

import dev.weir.api.Rejected;
import dev.weir.backup.postgresql.ScopedTables.Table;
import dev.weir.spi.backup.BackupSource;
import dev.weir.spi.backup.Scope;
import dev.weir.spi.backup.Work;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;

/**
 * The statements that bring rows of a restored database into a living one. Both are read in the
 * order of their keys and compared row by row in constant memory, so that the patch holds only what
 * differs.
 */
final class Patch {
  private final BackupSource restored;
  private final BackupSource living;
  private final Scope scope;
  private final Work work;

  Patch(BackupSource restored, BackupSource living, Scope scope, Work work) {
    this.restored = restored;
    this.living = living;
    this.scope = scope;
    this.work = work;
  }

  void write(OutputStream out) throws Exception {
    try (PsqlSession then = session(restored);
        PsqlSession now = session(living)) {
      line(out, "-- What brings " + living.definition().describe() + " back to the backup.");
      line(
          out,
          "-- Written "
              + Instant.now().truncatedTo(ChronoUnit.SECONDS)
              + ". Read it, then run it: psql -X -v ON_ERROR_STOP=1 -f FILE");
      line(out, "BEGIN;");
      line(out, "SET LOCAL search_path = pg_catalog;");
      line(out, "SET LOCAL timezone = 'UTC';");
      line(out, "SET LOCAL datestyle = 'ISO, YMD';");
      line(out, "SET LOCAL intervalstyle = 'postgres';");
      line(out, "SET CONSTRAINTS ALL DEFERRED;");
      tables(then, now, out);
      line(out, "COMMIT;");
    }
  }

  private PsqlSession session(BackupSource source) throws Exception {
    PsqlSession session = LiveTally.session(source, source.definition().database(), work);
    Tallying.prepare(session);
    return session;
  }

  private void tables(PsqlSession then, PsqlSession now, OutputStream out) throws IOException {
    Map<String, Table> there = new HashMap<>();
    ScopedTables.in(now, scope).forEach(table -> there.put(table.plain(), table));
    List<Table> tables = ScopedTables.in(then, scope);
    Function<Table, String> rowsThen = table -> "true";
    Function<Table, String> rowsNow = table -> "true";
    if (scope instanceof Scope.OneTenant tenant) {
      TenantRows marked = TenantRows.mark(then, tenant, work);
      tables = marked.marked();
      rowsThen = marked::condition;
      rowsNow = tenantNow(now, tenant);
    }
    for (Table table : tables) {
      work.check();
      work.step("Comparing " + table.plain());
      Table other = there.get(table.plain());
      if (other == null) {
        line(out, "-- The living database has no table " + table.quoted() + ": restore it first.");
        continue;
      }
      PatchedTable patched = PatchedTable.of(then, table);
      patched.write(
          then.lines(patched.rows(rowsThen.apply(table))),
          now.lines(patched.rows(rowsNow.apply(other))),
          text -> line(out, text));
    }
  }

  /** A tenant who has lost every row is compared with nothing. */
  private Function<Table, String> tenantNow(PsqlSession now, Scope.OneTenant tenant)
      throws IOException {
    try {
      return TenantRows.mark(now, tenant, work)::condition;
    } catch (Rejected e) {
      return table -> "true";
    }
  }

  private static void line(OutputStream out, String text) throws IOException {
    out.write((text + "\n").getBytes(StandardCharsets.UTF_8));
  }

  /** Takes a line. */
  @FunctionalInterface
  interface Lines {
    void line(String text) throws IOException;
  }

  /** A table with a key, and how its rows are written. */
  private record PatchedTable(Table table, List<String> columns, List<String> key) {
    private static final String COLUMNS =
        """
        select quote_ident(attname), exists (select from pg_index i
          where i.indrelid = a.attrelid and i.indisprimary and a.attnum = any (i.indkey))
        from pg_attribute a
        where attrelid = :table and attnum > 0 and not attisdropped and attgenerated = ''
        order by attnum
        """;

    static PatchedTable of(PsqlSession session, Table table) {
      List<String> columns = new ArrayList<>();
      List<String> key = new ArrayList<>();
      for (var row : session.rows(COLUMNS.replace(":table", String.valueOf(table.oid())))) {
        String name = Objects.requireNonNull(row.getFirst());
        columns.add(name);
        if ("t".equals(row.get(1))) {
          key.add(name);
        }
      }
      return new PatchedTable(table, columns, key);
    }

    /** Key and values of each row as SQL; a table without a key is its own key. */
    String rows(String condition) {
      List<String> by = key.isEmpty() ? columns : key;
      return "select "
          + literals(by)
          + " k, "
          + literals(columns)
          + " from only "
          + table.quoted()
          + " t where "
          + condition
          + " order by "
          + literals(by)
          + " collate \"C\"";
    }

    private static String literals(List<String> columns) {
      return "concat_ws(', '"
          + String.join(
              "", columns.stream().map(name -> ", quote_nullable(t." + name + "::text)").toList())
          + ")";
    }

    void write(PsqlSession.Lines then, PsqlSession.Lines now, Lines out) throws IOException {
      List<String> old = row(then);
      List<String> present = row(now);
      while (!old.isEmpty() || !present.isEmpty()) {
        int order = order(old, present);
        if (order < 0) {
          out.line("-- lost\n" + insert(old) + ";");
        } else if (order > 0) {
          out.line("-- only in the living database: " + table.quoted() + " " + shown(present));
        } else if (!old.get(1).equals(present.get(1))) {
          out.line("-- changed\n" + insert(old) + conflict() + ";");
        }
        old = order <= 0 ? row(then) : old;
        present = order >= 0 ? row(now) : present;
      }
    }

    /** A comment must not end before its line does. */
    private static String shown(List<String> row) {
      return "(" + row.get(0).replace("\n", " ").replace("\r", " ") + ")";
    }

    private static List<String> row(PsqlSession.Lines lines) throws IOException {
      var row = lines.next();
      return row == null
          ? List.of()
          : List.of(Objects.requireNonNull(row.get(0)), Objects.requireNonNull(row.get(1)));
    }

    private static int order(List<String> old, List<String> present) {
      if (old.isEmpty() || present.isEmpty()) {
        return old.isEmpty() ? 1 : -1;
      }
      return java.util.Arrays.compareUnsigned(
          old.get(0).getBytes(StandardCharsets.UTF_8),
          present.get(0).getBytes(StandardCharsets.UTF_8));
    }

    private String insert(List<String> row) {
      return "INSERT INTO "
          + table.quoted()
          + " ("
          + String.join(", ", columns)
          + ") OVERRIDING SYSTEM VALUE VALUES ("
          + row.get(1)
          + ")";
    }

    private String conflict() {
      String set =
          String.join(
              ", ",
              columns.stream()
                  .filter(name -> !key.contains(name))
                  .map(name -> name + " = EXCLUDED." + name)
                  .toList());
      return " ON CONFLICT (" + String.join(", ", key) + ") DO UPDATE SET " + set;
    }
  }
}
