package dev.weir.advisor.postgresql;

import dev.weir.spi.advise.Advice;
import dev.weir.spi.advise.Gain;
import dev.weir.spi.advise.Remedy;

/** Columns whose values would fit a type that takes less room. */
final class ColumnTypes {
  private static final String UUID =
      "^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$";

  /** What the statistics hold of values speaks for all of them; the change itself checks each. */
  private static final String ALL =
      """
      select format('%I.%I', n.nspname, t.relname), quote_ident(a.attname), y.typname::text, greatest(t.reltuples, 0)::float8,
        w.avg_width::int, w.null_frac::float8, coalesce(w.histogram_bounds::text, ''), a.atttypmod::int - 4,
        coalesce((select bool_and(v ~* '{UUID}') from unnest(w.histogram_bounds::text::text[]) v), false),
        coalesce((select avg(length(rtrim(v))) from unnest(w.histogram_bounds::text::text[]) v), 0)::float8
      from pg_attribute a
      join pg_class t on t.oid = a.attrelid and t.relkind = 'r'
      join pg_namespace n on n.oid = t.relnamespace
      join pg_type y on y.oid = a.atttypid
      join pg_stats w on w.schemaname = n.nspname and w.tablename = t.relname and w.attname = a.attname
      where a.attnum > 0 and not a.attisdropped and y.typname in ('text', 'varchar', 'bpchar')
        and n.nspname <> 'information_schema' and n.nspname !~ '^pg_' and t.reltuples >= 10000
        and w.histogram_bounds is not null
        and (w.avg_width = 37 or y.typname = 'bpchar')
      order by 1, 2\
      """
          .replace("{UUID}", UUID);

  private ColumnTypes() {}

  static void check(Look look, Report report) {
    look.rows(
            ALL,
            row ->
                new Column(
                    Look.text(row, 0),
                    Look.text(row, 1),
                    Look.text(row, 2),
                    row.doubleAt(3),
                    row.intAt(4),
                    row.doubleAt(5),
                    row.intAt(7),
                    row.booleanAt(8),
                    row.doubleAt(9)))
        .forEach(column -> {
          if (column.uuid()) {
            add(report, column, "uuid", 21, "holds UUIDs as text");
          } else if (column.padded()) {
            add(
                report,
                column,
                "varchar(" + column.length() + ")",
                column.length() - column.used(),
                "is padded with blanks");
          }
        });
  }

  private record Column(
      String table,
      String name,
      String type,
      double rows,
      int width,
      double nulls,
      int length,
      boolean uuid,
      double used) {
    boolean padded() {
      return type.equals("bpchar") && length >= 16 && used < length / 2.0;
    }
  }

  private static void add(
      Report report, Column column, String type, double saved, String sentence) {
    String change =
        "ALTER TABLE %s ALTER COLUMN %s TYPE %s USING %s"
            .formatted(
                column.table(),
                column.name(),
                type,
                type.equals("uuid") ? column.name() + "::uuid" : "rtrim(" + column.name() + ")");
    report.add(
        new Advice(
            PostgresqlRules.TYPE_WASTEFUL,
            column.table() + "." + column.name(),
            Gain.bytes(column.rows() * (1 - column.nulls()) * saved),
            Evidence.of("rows", (long) column.rows())
                .and("bytes of each value", (long) column.width())
                .and("bytes too many of each value", saved)
                .facts(),
            "Column " + column.table() + "." + column.name() + " " + sentence + ".",
            Remedy.byHand(change)
                .undoneBy(
                    "ALTER TABLE %s ALTER COLUMN %s TYPE %s"
                        .formatted(
                            column.table(),
                            column.name(),
                            column.type().equals("bpchar")
                                ? "char(" + column.length() + ")"
                                : column.type()))));
  }
}
