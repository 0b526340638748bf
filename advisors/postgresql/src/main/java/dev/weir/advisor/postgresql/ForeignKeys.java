package dev.weir.advisor.postgresql;

import dev.weir.spi.advise.Advice;
import dev.weir.spi.advise.Gain;
import dev.weir.spi.advise.Remedy;
import java.util.Arrays;
import java.util.List;

/** Foreign keys whose referencing side has no index. */
final class ForeignKeys {
  private static final long FEW = 1000;

  private static final String ALL =
      """
      select c.conname::text, c.conrelid::bigint, array_to_string(c.conkey, ' '), n.nspname::text, t.relname::text,
        (select string_agg(quote_ident(a.attname), ', ' order by k.place) from unnest(c.conkey) with ordinality k(number, place)
          join pg_attribute a on a.attrelid = t.oid and a.attnum = k.number),
        (select string_agg(a.attname, '_' order by k.place) from unnest(c.conkey) with ordinality k(number, place)
          join pg_attribute a on a.attrelid = t.oid and a.attnum = k.number),
        format('%I.%I', n.nspname, t.relname), c.confrelid::regclass::text,
        case when t.relkind = 'p' then (select sum(greatest(p.reltuples, 0)) from pg_partition_tree(t.oid) q join pg_class p on p.oid = q.relid and p.relkind = 'r')
          else greatest(t.reltuples, coalesce(s.n_live_tup, 0)) end::float8,
        pg_table_size(t.oid), coalesce(f.n_tup_del, 0)::bigint, t.relkind = 'p',
        coalesce(s.n_tup_ins + s.n_tup_upd, 0)::float8
      from pg_constraint c
      join pg_class t on t.oid = c.conrelid
      join pg_namespace n on n.oid = t.relnamespace
      left join pg_stat_all_tables s on s.relid = t.oid
      left join pg_stat_all_tables f on f.relid = c.confrelid
      where c.contype = 'f' and c.conparentid = 0
        and n.nspname <> 'information_schema' and n.nspname !~ '^pg_'
      order by c.oid\
      """;

  private ForeignKeys() {}

  /** A foreign key and the table that refers. */
  record Key(
      String name,
      long table,
      List<Integer> columns,
      String schema,
      String relation,
      String columnList,
      String columnNames,
      String tableName,
      String referenced,
      double rows,
      long bytes,
      long deletes,
      boolean partitioned,
      double writes) {}

  static List<Key> all(Look look) {
    return look.rows(
        ALL,
        row ->
            new Key(
                Look.text(row, 0),
                row.longAt(1),
                Arrays.stream(Look.text(row, 2).split(" ", -1)).map(Integer::valueOf).toList(),
                Look.text(row, 3),
                Look.text(row, 4),
                Look.text(row, 5),
                Look.text(row, 6),
                Look.text(row, 7),
                Look.text(row, 8),
                row.doubleAt(9),
                row.longAt(10),
                row.longAt(11),
                row.booleanAt(12),
                row.doubleAt(13)));
  }

  static void check(Look look, Report report, List<Key> keys, List<Index> indexes) {
    java.util.Set<String> told = new java.util.HashSet<>();
    for (Key key : keys) {
      boolean covered =
          indexes.stream()
              .anyMatch(index ->
                  index.table() == key.table()
                      && index.method().equals("btree")
                      && serves(index, key));
      if (!covered && key.rows() >= FEW && told.add(key.tableName() + key.columnList())) {
        report.add(advice(look, key));
      }
    }
  }

  /** One that leaves out rows without a reference serves as well. */
  private static boolean serves(Index index, Key key) {
    return index.begins(key.columns())
        || (index.valid()
            && index.predicate().equals("(" + key.columnList() + " IS NOT NULL)")
            && index.keys().getFirst().equals(key.columns().getFirst()));
  }

  private static Advice advice(Look look, Key key) {
    String name = Names.index(key.relation(), key.columnNames());
    double deletes = key.deletes() / look.server().days();
    double secondsOfScan = key.bytes() / 500e6;
    String index = Names.quote(key.schema()) + "." + name;
    String create =
        "CREATE INDEX "
            + (key.partitioned() ? "" : "CONCURRENTLY ")
            + name
            + " ON "
            + key.tableName()
            + " ("
            + key.columnList()
            + ")";
    String drop = "DROP INDEX " + (key.partitioned() ? "" : "CONCURRENTLY ") + index;
    Remedy remedy = Remedy.of(List.of(create), List.of(drop));
    return new Advice(
        PostgresqlRules.FOREIGN_KEY,
        key.tableName() + " (" + key.columnList() + ")",
        Gain.seconds(Math.max(deletes, 10) * secondsOfScan),
        Evidence.of("constraint", key.name())
            .and("rows that each delete reads", (long) key.rows())
            .and("deletes from " + key.referenced() + " since the statistics began", key.deletes())
            .bytes("size of the table", key.bytes())
            .bytes("size of the index, about", key.rows() * 24)
            .facts(),
        "Foreign key "
            + key.name()
            + " of "
            + key.tableName()
            + " refers to "
            + key.referenced()
            + " and has no index on "
            + key.columnList()
            + ".",
        key.partitioned() ? remedy : remedy.building(index));
  }
}
