package dev.weir.backup.postgresql;

import dev.weir.api.Rejected;
import dev.weir.backup.postgresql.ScopedTables.Table;
import dev.weir.runtime.program.ProgramFailure;
import dev.weir.spi.backup.Scope;
import dev.weir.spi.backup.Tally;
import dev.weir.spi.backup.Work;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/**
 * The rows of one tenant: those with its key; those without a key column that refer to them by
 * foreign keys, however far; and all that any of these refer to. They are marked in temporary
 * tables of the session, which go with it.
 */
final class TenantRows {
  private static final String KEYS =
      """
      select c.conrelid, c.confrelid,
        (select string_agg(format('c.%I = p.%I', ca.attname, pa.attname), ' and ')
          from unnest(c.conkey, c.confkey) k(child, parent)
          join pg_attribute ca on ca.attrelid = c.conrelid and ca.attnum = k.child
          join pg_attribute pa on pa.attrelid = c.confrelid and pa.attnum = k.parent)
      from pg_constraint c where c.contype = 'f' order by c.oid
      """;

  private final PsqlSession session;
  private final Scope.OneTenant tenant;
  private final Map<Long, Table> tables = new LinkedHashMap<>();
  private final Set<Long> keyed = new LinkedHashSet<>();
  private final List<Reference> references = new ArrayList<>();

  private TenantRows(PsqlSession session, Scope.OneTenant tenant) {
    this.session = session;
    this.tenant = tenant;
  }

  /** A foreign key of plain tables; {@code join} compares {@code c} with {@code p}. */
  private record Reference(Table child, Table parent, String join) {}

  static TenantRows mark(PsqlSession session, Scope.OneTenant tenant, Work work)
      throws IOException {
    TenantRows rows = new TenantRows(session, tenant);
    rows.load();
    rows.seed(work);
    rows.spread(work, rows::down);
    rows.spread(work, rows::up);
    return rows;
  }

  private void load() {
    for (Table table : ScopedTables.in(session, tenant)) {
      tables.put(table.oid(), table);
    }
    session
        .rows(
            "select attrelid from pg_attribute where attnum > 0 and not attisdropped and attname = "
                + Sql.literal(tenant.column()))
        .forEach(row -> keyed.add(Long.valueOf(Objects.requireNonNull(row.getFirst()))));
    keyed.retainAll(tables.keySet());
    for (var row : session.rows(KEYS)) {
      Table child = tables.get(Long.valueOf(Objects.requireNonNull(row.get(0))));
      Table parent = tables.get(Long.valueOf(Objects.requireNonNull(row.get(1))));
      if (child != null && parent != null) {
        references.add(new Reference(child, parent, Objects.requireNonNull(row.get(2))));
      }
    }
  }

  private void seed(Work work) throws IOException {
    boolean any = false;
    for (Table table : tables.values()) {
      work.check();
      session.run("CREATE TEMP TABLE " + marks(table) + " (id tid PRIMARY KEY, own boolean)");
      if (keyed.contains(table.oid())) {
        own(table);
        any |= count(table) > 0;
      }
    }
    if (!any) {
      throw Rejected.because(
          PostgresBackupError.UNKNOWN_SCOPE,
          "No table has a row whose " + tenant.column() + " is " + tenant.tenant() + ".");
    }
  }

  private void own(Table table) throws IOException {
    String column = Sql.name(tenant.column());
    String value = Sql.literal(tenant.tenant());
    try {
      session.run(
          "INSERT INTO %s SELECT t.ctid, true FROM ONLY %s t WHERE t.%s = %s"
              .formatted(marks(table), table.quoted(), column, value));
    } catch (ProgramFailure e) {
      if (e.told().contains("invalid input syntax") || e.told().contains("out of range")) {
        throw Rejected.because(
            PostgresBackupError.UNKNOWN_SCOPE,
            tenant.tenant()
                + " cannot be a value of "
                + tenant.column()
                + " in "
                + table.plain()
                + ".",
            e);
      }
      throw e;
    }
  }

  /** Marks rows along one foreign key. */
  @FunctionalInterface
  private interface Step {
    void along(Reference reference) throws IOException;
  }

  private void spread(Work work, Step step) throws IOException {
    long before = -1;
    for (long now = total(); now > before; now = total()) {
      before = now;
      for (Reference reference : references) {
        work.check();
        step.along(reference);
      }
    }
  }

  /** A table with the key column says itself whose its rows are. */
  private void down(Reference reference) throws IOException {
    if (!keyed.contains(reference.child().oid())) {
      session.run(
          ("INSERT INTO %s SELECT c.ctid, true FROM ONLY %s c JOIN ONLY %s p ON %s"
                  + " JOIN %s m ON m.id = p.ctid WHERE m.own ON CONFLICT DO NOTHING")
              .formatted(
                  marks(reference.child()),
                  reference.child().quoted(),
                  reference.parent().quoted(),
                  reference.join(),
                  marks(reference.parent())));
    }
  }

  private void up(Reference reference) throws IOException {
    session.run(
        ("INSERT INTO %s SELECT DISTINCT p.ctid, false FROM ONLY %s p JOIN ONLY %s c ON %s"
                + " JOIN %s m ON m.id = c.ctid ON CONFLICT DO NOTHING")
            .formatted(
                marks(reference.parent()),
                reference.parent().quoted(),
                reference.child().quoted(),
                reference.join(),
                marks(reference.child())));
  }

  private static String marks(Table table) {
    return "pg_temp.weir_marks_" + table.oid();
  }

  private long count(Table table) {
    return Long.parseLong(session.value("select count(*) from " + marks(table)));
  }

  private long total() {
    return tables.values().stream().mapToLong(this::count).sum();
  }

  /**
   * Those that have marked rows; what others refer to comes before them where there is no cycle.
   */
  List<Table> marked() {
    List<Table> ordered = new ArrayList<>();
    Set<Table> seen = new LinkedHashSet<>();
    tables.values().forEach(table -> visit(table, seen, ordered));
    return ordered.stream().filter(table -> count(table) > 0).toList();
  }

  private void visit(Table table, Set<Table> seen, List<Table> ordered) {
    if (seen.add(table)) {
      references.stream()
          .filter(reference -> reference.child().equals(table))
          .forEach(reference -> visit(reference.parent(), seen, ordered));
      ordered.add(table);
    }
  }

  /** True for the marked rows {@code t} of a table. */
  String condition(Table table) {
    return "t.ctid = any (array(select id from " + marks(table) + "))";
  }

  List<Tally> tallies() {
    return marked().stream().map(table -> Tallying.of(session, table, condition(table))).toList();
  }

  PsqlSession session() {
    return session;
  }
}
