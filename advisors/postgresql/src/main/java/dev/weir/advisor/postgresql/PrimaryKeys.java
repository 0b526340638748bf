package dev.weir.advisor.postgresql;

import dev.weir.spi.advise.Advice;
import dev.weir.spi.advise.Gain;
import dev.weir.spi.advise.Remedy;
import java.util.List;
import java.util.Optional;

/** Tables without a primary key, and which columns could be one. */
final class PrimaryKeys {
  private static final long COUNTABLE = 2_000_000;

  private static final String MISSING =
      """
      select t.oid::bigint, n.nspname::text, t.relname::text, format('%I.%I', n.nspname, t.relname),
        greatest(t.reltuples, coalesce(s.n_live_tup, 0))::bigint, t.relkind = 'p', t.relreplident::text,
        (select quote_ident(i.relname) from pg_index x join pg_class i on i.oid = x.indexrelid join pg_am am on am.oid = i.relam
          where x.indrelid = t.oid and x.indisunique and x.indimmediate and x.indisvalid and x.indpred is null and x.indexprs is null
            and am.amname = 'btree' and not exists (select from pg_constraint c where c.conindid = x.indexrelid)
            and x.indnatts = x.indnkeyatts
            and (select bool_and(a.attnotnull) from pg_attribute a where a.attrelid = t.oid and a.attnum = any (x.indkey))
          order by x.indnatts, x.indexrelid limit 1)
      from pg_class t
      join pg_namespace n on n.oid = t.relnamespace
      left join pg_stat_all_tables s on s.relid = t.oid
      where t.relkind in ('r', 'p') and not t.relispartition and t.relpersistence <> 't'
        and n.nspname <> 'information_schema' and n.nspname !~ '^pg_'
        and not exists (select from pg_constraint c where c.conrelid = t.oid and c.contype = 'p')
        and not exists (select from pg_depend d where d.objid = t.oid and d.deptype = 'e')
      order by t.oid\
      """;

  private PrimaryKeys() {}

  static void check(Look look, Report report) {
    look.rows(
            MISSING,
            row ->
                new Table(
                    row.longAt(0),
                    Look.text(row, 1),
                    Look.text(row, 2),
                    Look.text(row, 3),
                    row.longAt(4),
                    row.booleanAt(5),
                    Look.text(row, 6),
                    Optional.ofNullable(row.text(7))))
        .forEach(table -> report.add(advice(look, table)));
  }

  private record Table(
      long oid,
      String schema,
      String relation,
      String name,
      long rows,
      boolean partitioned,
      String identity,
      Optional<String> unique) {}

  private static Advice advice(Look look, Table table) {
    Evidence evidence = Evidence.of("rows", table.rows());
    Remedy remedy = remedy(look, table, evidence);
    return new Advice(
        PostgresqlRules.KEY_MISSING,
        table.name(),
        Gain.risk(30 + 10 * Math.log10(1.0 + table.rows())),
        evidence.facts(),
        "Table " + table.name() + " has no primary key.",
        remedy);
  }

  private static Remedy remedy(Look look, Table table, Evidence evidence) {
    String constraint = Names.quote(shortened(table.relation()) + "_pkey");
    String add =
        "ALTER TABLE "
            + table.name()
            + " ADD CONSTRAINT "
            + constraint
            + " PRIMARY KEY USING INDEX ";
    String drop = "ALTER TABLE " + table.name() + " DROP CONSTRAINT " + constraint;
    if (!table.partitioned() && table.unique().isPresent()) {
      evidence.and("unique index that can be the key", table.unique().get());
      return Remedy.of(List.of(add + table.unique().get()), List.of(drop));
    }
    Optional<String> column = table.partitioned() ? Optional.empty() : unique(look, table);
    if (column.isPresent()) {
      evidence.and("column without repeated or missing values", column.get());
      return Remedy.of(
              List.of(
                  "CREATE UNIQUE INDEX CONCURRENTLY "
                      + constraint
                      + " ON "
                      + table.name()
                      + " ("
                      + column.get()
                      + ")",
                  add + constraint),
              List.of(drop))
          .building(Names.quote(table.schema()) + "." + constraint);
    }
    return Remedy.byHand(
        "ALTER TABLE "
            + table.name()
            + " ADD COLUMN "
            + Names.quote(shortened(table.relation()) + "_id")
            + " bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY");
  }

  private static String shortened(String name) {
    return name.length() > 50 ? name.substring(0, 50) : name;
  }

  /**
   * A column that was seen with a value of its own in each row, numbers first. Statistics are of a
   * sample; the table itself has the last word.
   */
  private static Optional<String> unique(Look look, Table table) {
    if (table.rows() == 0 || table.rows() > COUNTABLE) {
      return Optional.empty();
    }
    return look
        .rows(
            """
            select quote_ident(a.attname) from pg_attribute a
            join pg_class t on t.oid = a.attrelid join pg_namespace n on n.oid = t.relnamespace
            join pg_type y on y.oid = a.atttypid
            join pg_stats w on w.schemaname = n.nspname and w.tablename = t.relname and w.attname = a.attname
            where t.oid = %d and y.typname in ('int4', 'int8', 'uuid', 'text', 'varchar')
              and w.n_distinct = -1 and w.null_frac = 0
            order by y.typname not in ('int4', 'int8', 'uuid'), a.attnum limit 3\
            """
                .formatted(table.oid()),
            row -> Look.text(row, 0))
        .stream()
        .filter(column ->
            look.rows(
                    "select count(*) = count(distinct %s) from %s".formatted(column, table.name()),
                    row -> row.booleanAt(0))
                .getFirst())
        .findFirst();
  }
}
