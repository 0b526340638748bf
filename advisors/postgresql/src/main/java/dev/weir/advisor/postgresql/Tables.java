package dev.weir.advisor.postgresql;

import dev.weir.api.Row;
import dev.weir.spi.advise.Advice;
import dev.weir.spi.advise.Gain;
import dev.weir.spi.advise.Remedy;
import java.util.ArrayList;
import java.util.List;

/** Tables that are bloated, not vacuumed or not analysed, and indexes that are bloated. */
final class Tables {
  private static final long MUCH = 4 << 20;
  private static final long QUICK = 64 << 20;

  private static final String ALL =
      """
      select format('%I.%I', n.nspname, t.relname), pg_relation_size(t.oid), greatest(t.reltuples, 0)::float8,
        coalesce(s.n_live_tup, 0)::float8, coalesce(s.n_dead_tup, 0)::float8,
        coalesce((select o.option_value = 'false' from pg_options_to_table(t.reloptions) o where o.option_name = 'autovacuum_enabled'), false),
        coalesce((select o.option_value::float8 from pg_options_to_table(t.reloptions) o where o.option_name = 'autovacuum_vacuum_scale_factor'),
          current_setting('autovacuum_vacuum_scale_factor')::float8),
        coalesce((select o.option_value::float8 from pg_options_to_table(t.reloptions) o where o.option_name = 'autovacuum_vacuum_threshold'),
          current_setting('autovacuum_vacuum_threshold')::float8),
        coalesce(s.last_vacuum, s.last_autovacuum) is null,
        coalesce(s.last_analyze, s.last_autoanalyze) is null and t.reltuples < 0,
        (select sum(w.avg_width * (1 - w.null_frac)) + 24 + 4 from pg_stats w where w.schemaname = n.nspname and w.tablename = t.relname)::float8,
        coalesce((select o.option_value::float8 from pg_options_to_table(t.reloptions) o where o.option_name = 'fillfactor'), 100)::float8,
        exists (select from pg_options_to_table(t.reloptions) o where o.option_name = 'autovacuum_vacuum_scale_factor'),
        coalesce(s.seq_scan, 0)::float8
      from pg_class t
      join pg_namespace n on n.oid = t.relnamespace
      left join pg_stat_all_tables s on s.relid = t.oid
      where t.relkind in ('r', 'm') and t.relpersistence <> 't'
        and n.nspname <> 'information_schema' and n.nspname !~ '^pg_'
        and not exists (select from pg_depend d where d.objid = t.oid and d.deptype = 'e')
      order by t.oid\
      """;

  private Tables() {}

  /** A table and its statistics. */
  record Table(
      String name,
      long bytes,
      double planned,
      double live,
      double dead,
      boolean off,
      double scale,
      double threshold,
      boolean neverVacuumed,
      boolean neverAnalysed,
      double width,
      double fill,
      boolean tuned,
      double scans) {
    double rows() {
      return Math.max(planned, live);
    }

    /** Dead rows at which autovacuum begins. */
    double due() {
      return threshold + scale * rows();
    }

    /** What its rows would take, packed; pages hold 8152 bytes of them. */
    double packed() {
      double row = Math.ceil(width / 8) * 8;
      double ofPage = Math.max(1, Math.floor(8152 * fill / 100 / row));
      // After a crash or a reset the counts begin anew; what was planned with stands.
      boolean counted = live + dead >= planned / 2;
      return Math.ceil((counted ? Math.min(planned, Math.max(live, 1)) : planned) / ofPage) * 8192;
    }
  }

  static void check(Look look, Report report, double huge) {
    boolean on = look.setting("autovacuum").on() && look.setting("track_counts").on();
    if (!on) {
      report.add(off(look));
    }
    for (Table table : look.rows(ALL, Tables::read)) {
      dead(report, table);
      bloat(look, report, table);
      if (table.neverAnalysed() && table.live() >= 10_000) {
        report.add(
            new Advice(
                PostgresqlRules.STATISTICS_MISSING,
                table.name(),
                Gain.seconds(Math.min(table.live() / 10_000, 600)),
                Evidence.of("rows", (long) table.live()).facts(),
                "Table " + table.name() + " was never analysed.",
                Remedy.of(List.of("ANALYZE " + table.name()), List.of())));
      }
      if (table.rows() >= huge && !table.tuned() && table.scale() >= 0.1) {
        report.add(scale(table));
      }
    }
  }

  private static Table read(Row row) {
    return new Table(
        Look.text(row, 0),
        row.longAt(1),
        row.doubleAt(2),
        row.doubleAt(3),
        row.doubleAt(4),
        row.booleanAt(5),
        row.doubleAt(6),
        row.doubleAt(7),
        row.booleanAt(8),
        row.booleanAt(9),
        row.doubleAt(10),
        row.doubleAt(11),
        row.booleanAt(12),
        row.doubleAt(13));
  }

  private static Advice off(Look look) {
    String setting = look.setting("autovacuum").on() ? "track_counts" : "autovacuum";
    return new Advice(
        PostgresqlRules.AUTOVACUUM_OFF,
        setting,
        Gain.risk(5000),
        Evidence.of(setting, "off").facts(),
        "The setting " + setting + " is off for the whole server.",
        Settings.change(look, setting, "on"));
  }

  private static void dead(Report report, Table table) {
    Evidence evidence =
        Evidence.of("dead rows", (long) table.dead())
            .and("live rows", (long) table.live())
            .and("autovacuum would begin at", (long) table.due())
            .and("vacuumed", table.neverVacuumed() ? "never" : "before");
    if (table.off() && (table.dead() >= 1000 || table.bytes() > MUCH)) {
      String toast = "autovacuum_enabled, toast.autovacuum_enabled";
      report.add(
          new Advice(
              PostgresqlRules.AUTOVACUUM_OFF,
              table.name(),
              Gain.bytes(waste(table)).and(Gain.risk(100)),
              evidence.facts(),
              "Autovacuum is switched off for table " + table.name() + ".",
              Remedy.of(
                  List.of(
                      "ALTER TABLE " + table.name() + " RESET (" + toast + ")",
                      "VACUUM (ANALYZE) " + table.name()),
                  List.of("ALTER TABLE " + table.name() + " SET (autovacuum_enabled = false)"))));
    } else if (!table.off() && table.dead() >= 10_000 && table.dead() > 2 * table.due()) {
      report.add(
          new Advice(
              PostgresqlRules.AUTOVACUUM_BEHIND,
              table.name(),
              Gain.bytes(waste(table)).and(Gain.risk(20)),
              evidence.facts(),
              "Table "
                  + table.name()
                  + " holds twice the dead rows at which autovacuum should have begun.",
              Remedy.of(List.of("VACUUM (ANALYZE) " + table.name()), List.of())));
    }
  }

  private static double waste(Table table) {
    return table.width() == 0
        ? table.bytes() * table.dead() / Math.max(1, table.dead() + table.live())
        : Math.max(0, table.bytes() - table.packed());
  }

  private static void bloat(Look look, Report report, Table table) {
    double air = table.width() == 0 ? 0 : waste(table);
    if (air < MUCH || air < table.bytes() * 0.6) {
      return;
    }
    String measured = "estimated from statistics";
    if (air > QUICK && installed(look, "pgstattuple")) {
      measured = "measured by pgstattuple_approx";
      air =
          look.rows(
                  "select (approx_free_space + dead_tuple_len)::float8 from pgstattuple_approx("
                      + Names.literal(table.name())
                      + "::regclass)",
                  row -> row.doubleAt(0))
              .getFirst();
      if (air < table.bytes() * 0.5) {
        return;
      }
    }
    List<String> commands = List.of("VACUUM (FULL, ANALYZE) " + table.name());
    report.add(
        new Advice(
            PostgresqlRules.TABLE_BLOATED,
            table.name(),
            Gain.bytes(air).and(Gain.seconds(table.scans() / look.server().days() * air / 500e6)),
            Evidence.of("air", Evidence.bytes(air) + ", " + measured)
                .bytes("size", table.bytes())
                .and("live rows", (long) table.live())
                .and("dead rows", (long) table.dead())
                .facts(),
            "Table "
                + table.name()
                + " takes "
                + Evidence.bytes(table.bytes())
                + " for rows that would fit in "
                + Evidence.bytes(table.bytes() - air)
                + ".",
            table.bytes() <= QUICK
                ? Remedy.of(commands, List.of())
                : Remedy.byHand(commands.getFirst())));
  }

  static boolean installed(Look look, String extension) {
    return !look.rows(
            "select 1 from pg_extension where extname = " + Names.literal(extension),
            row -> row.intAt(0))
        .isEmpty();
  }

  private static Advice scale(Table table) {
    return new Advice(
        PostgresqlRules.SCALE_FACTOR,
        table.name(),
        Gain.bytes(table.bytes() * (table.scale() - 0.01)),
        Evidence.of("rows", (long) table.rows())
            .and("autovacuum begins at dead rows", (long) table.due())
            .facts(),
        "Autovacuum of " + table.name() + " begins at " + (long) table.due() + " dead rows.",
        Remedy.of(
            List.of("ALTER TABLE " + table.name() + " SET (autovacuum_vacuum_scale_factor = 0.01)"),
            List.of("ALTER TABLE " + table.name() + " RESET (autovacuum_vacuum_scale_factor)")));
  }

  /** B-trees whose entries would fit in less than a third of their pages. */
  static void bloatedIndexes(Look look, Report report, List<Index> indexes) {
    List<Index> large = new ArrayList<>();
    for (Index index : indexes) {
      if (index.valid()
          && index.method().equals("btree")
          && index.expressions().isEmpty()
          && !index.partitioned()
          && index.bytes() >= MUCH) {
        large.add(index);
      }
    }
    for (Index index : large) {
      double packed =
          look.rows(
                  """
                  select (i.reltuples * (16 + (select coalesce(sum(ceil(w.avg_width * (1 - w.null_frac) / 8) * 8), 8) from pg_attribute a
                    join pg_class t on t.oid = a.attrelid join pg_namespace n on n.oid = t.relnamespace
                    join pg_stats w on w.schemaname = n.nspname and w.tablename = t.relname and w.attname = a.attname
                    where a.attrelid = x.indrelid and a.attnum = any (x.indkey))) / 0.9)::float8
                  from pg_index x join pg_class i on i.oid = x.indexrelid where x.indexrelid = %d\
                  """
                      .formatted(index.oid()),
                  row -> row.doubleAt(0))
              .getFirst();
      double air = index.bytes() - packed;
      if (packed > 0 && air > MUCH && air > index.bytes() * 0.67) {
        report.add(
            new Advice(
                PostgresqlRules.INDEX_BLOATED,
                index.name(),
                Gain.bytes(air),
                Evidence.of("air", Evidence.bytes(air) + ", estimated from statistics")
                    .bytes("size", index.bytes())
                    .facts(),
                "Index "
                    + index.name()
                    + " takes "
                    + Evidence.bytes(index.bytes())
                    + " for entries that would fit in "
                    + Evidence.bytes(packed)
                    + ".",
                Remedy.of(List.of("REINDEX INDEX CONCURRENTLY " + index.name()), List.of())));
      }
    }
  }
}
