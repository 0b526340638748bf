package dev.weir.advisor.postgresql;

import dev.weir.spi.advise.Advice;
import dev.weir.spi.advise.Gain;
import dev.weir.spi.advise.Remedy;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Sequences near their end, by their own limit or by that of the column that takes the numbers. */
final class Sequences {
  private static final double NEAR = 0.75;
  private static final long QUICK = 64 << 20;

  private static final String ALL =
      """
      with used as (
        select d.refobjid as seq, d.objid, ad.adrelid as rel, ad.adnum as num from pg_depend d
          join pg_attrdef ad on ad.oid = d.objid
          where d.classid = 'pg_attrdef'::regclass and d.refclassid = 'pg_class'::regclass and d.deptype = 'n'
        union
        select d.objid, 0, d.refobjid, d.refobjsubid from pg_depend d
          where d.classid = 'pg_class'::regclass and d.refclassid = 'pg_class'::regclass and d.deptype in ('a', 'i') and d.refobjsubid > 0)
      select format('%I.%I', q.schemaname, q.sequencename), coalesce(q.last_value, q.start_value)::float8, q.max_value::float8,
        q.min_value::float8, q.increment_by::float8, q.data_type::text,
        (select format('%I.%I', n.nspname, t.relname) from pg_class t join pg_namespace n on n.oid = t.relnamespace where t.oid = u.rel),
        (select quote_ident(a.attname) from pg_attribute a where a.attrelid = u.rel and a.attnum = u.num),
        (select y.typname::text from pg_attribute a join pg_type y on y.oid = a.atttypid where a.attrelid = u.rel and a.attnum = u.num),
        coalesce(pg_table_size(u.rel), 0), coalesce(u.rel, 0)::bigint, coalesce(u.num, 0)::int
      from pg_sequences q
      join pg_namespace sn on sn.nspname = q.schemaname
      join pg_class sc on sc.relnamespace = sn.oid and sc.relname = q.sequencename
      left join lateral (select u.rel, u.num from used u join pg_class r on r.oid = u.rel and r.relkind in ('r', 'p')
        where u.seq = sc.oid limit 1) u on true
      where not q.cycle order by 1\
      """;

  private Sequences() {}

  private record Sequence(
      String name,
      double last,
      double max,
      double min,
      double step,
      String type,
      @Nullable String table,
      @Nullable String column,
      @Nullable String columnType,
      long bytes,
      long tableOid,
      int columnNumber) {
    double limit() {
      return Math.min(max, largest(columnType));
    }

    double used() {
      return step < 0 ? last / Math.min(min, -1) : last / limit();
    }

    static double largest(@Nullable String type) {
      return switch (type == null ? "" : type) {
        case "int2", "smallint" -> Short.MAX_VALUE;
        case "int4", "integer" -> Integer.MAX_VALUE;
        default -> Long.MAX_VALUE;
      };
    }
  }

  static void check(Look look, Report report) {
    for (Sequence each :
        look.rows(
            ALL,
            row ->
                new Sequence(
                    Look.text(row, 0),
                    row.doubleAt(1),
                    row.doubleAt(2),
                    row.doubleAt(3),
                    row.doubleAt(4),
                    Look.text(row, 5),
                    row.text(6),
                    row.text(7),
                    row.text(8),
                    row.longAt(9),
                    row.longAt(10),
                    row.intAt(11)))) {
      if (each.used() >= NEAR) {
        report.add(advice(look, each));
      }
    }
  }

  private static Advice advice(Look look, Sequence each) {
    double left = each.step() < 0 ? each.last() - each.min() : each.limit() - each.last();
    Evidence evidence =
        Evidence.of("used", each.used() * 100)
            .and("numbers left", (long) (left / Math.abs(each.step())))
            .and("type of the sequence", each.type());
    if (each.column() != null) {
      evidence
          .and("column", each.table() + "." + each.column())
          .and("type of the column", String.valueOf(each.columnType()));
    }
    return new Advice(
        PostgresqlRules.SEQUENCE,
        each.name(),
        Gain.risk(1000 * each.used()),
        evidence.facts(),
        "Sequence %s has used %.0f %% of its numbers.".formatted(each.name(), each.used() * 100),
        remedy(look, each));
  }

  private static Remedy remedy(Look look, Sequence each) {
    List<String> commands = new ArrayList<>();
    boolean narrow = each.column() != null && Sequence.largest(each.columnType()) < Long.MAX_VALUE;
    boolean simple = each.step() > 0;
    if (narrow) {
      simple &= each.bytes() <= QUICK && widen(look, each, commands);
    }
    if (!each.type().equals("bigint")) {
      commands.add("ALTER SEQUENCE " + each.name() + " AS bigint");
    }
    if (each.max() < Sequence.largest(each.type())) {
      commands.add("ALTER SEQUENCE " + each.name() + " NO MAXVALUE");
    }
    if (!simple || commands.isEmpty()) {
      return Remedy.byHand(commands.toArray(String[]::new));
    }
    return Remedy.of(commands, List.of());
  }

  /** Views on the column must make way; false where they are more than this can bring back. */
  private static boolean widen(Look look, Sequence each, List<String> commands) {
    record View(String name, String definition, String comment, boolean involved) {}
    List<View> views =
        look.rows(
            """
            select distinct format('%%I.%%I', n.nspname, v.relname), pg_get_viewdef(v.oid), coalesce(obj_description(v.oid, 'pg_class'), ''),
              v.relkind = 'm' or v.relacl is not null or v.reloptions is not null
                or exists (select from pg_depend d2 join pg_rewrite r2 on r2.oid = d2.objid
                  where d2.refobjid = v.oid and r2.ev_class <> v.oid)
            from pg_depend d join pg_rewrite r on r.oid = d.objid join pg_class v on v.oid = r.ev_class
            join pg_namespace n on n.oid = v.relnamespace
            where d.refobjid = %d and d.refobjsubid = %d and d.classid = 'pg_rewrite'::regclass\
            """
                .formatted(each.tableOid(), each.columnNumber()),
            row ->
                new View(
                    Look.text(row, 0), Look.text(row, 1), Look.text(row, 2), row.booleanAt(3)));
    views.forEach(view -> commands.add("DROP VIEW " + view.name()));
    commands.add("ALTER TABLE " + each.table() + " ALTER COLUMN " + each.column() + " TYPE bigint");
    for (View view : views) {
      commands.add(
          "CREATE VIEW " + view.name() + " AS " + view.definition().strip().replaceFirst(";$", ""));
      if (!view.comment().isEmpty()) {
        commands.add("COMMENT ON VIEW " + view.name() + " IS " + Names.literal(view.comment()));
      }
    }
    return views.stream().noneMatch(View::involved);
  }
}
