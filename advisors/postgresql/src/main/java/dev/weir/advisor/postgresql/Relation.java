package dev.weir.advisor.postgresql;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * A table as far as indexes go.
 *
 * @param name with its schema, quoted where it must be, as plans tell it
 * @param root the partitioned table that it is part of, or itself
 * @param leaves its partitions, or itself
 * @param writes rows written a day
 * @param distinct how many values a column has, by its name
 * @param ordered columns whose values lie on disk in nearly their order
 * @param indexes the columns of each whole index, in order
 */
record Relation(
    String name,
    String root,
    boolean partitioned,
    List<String> leaves,
    double rows,
    long bytes,
    double writes,
    Map<String, Double> distinct,
    List<String> ordered,
    List<List<String>> indexes) {
  /** Smaller tables are read whole as fast. */
  private static final int PAGES = 50;

  private static final String ALL =
      """
      select n.nspname::text, t.relname::text, rn.nspname::text, r.relname::text, r.relkind = 'p',
        greatest(t.reltuples, 0)::float8, pg_relation_size(t.oid),
        (coalesce(s.n_tup_ins, 0) + coalesce(s.n_tup_upd, 0))::float8,
        coalesce((select string_agg(quote_ident(w.attname) || chr(1) ||
            case when w.n_distinct < 0 then -w.n_distinct * greatest(t.reltuples, 1) else w.n_distinct end, chr(2))
          from pg_stats w where w.schemaname = n.nspname and w.tablename = t.relname and not w.inherited), ''),
        coalesce((select string_agg(quote_ident(w.attname), chr(2))
          from pg_stats w where w.schemaname = n.nspname and w.tablename = t.relname and not w.inherited and abs(w.correlation) >= 0.95), ''),
        coalesce((select string_agg((select string_agg(coalesce((select quote_ident(a.attname) from pg_attribute a where a.attrelid = t.oid and a.attnum = k.num),
              '(' || pg_get_indexdef(x.indexrelid, k.place::int, true) || ')'), chr(1) order by k.place)
            from unnest(x.indkey[0:x.indnkeyatts - 1]) with ordinality k(num, place)), chr(2))
          from pg_index x join pg_class i on i.oid = x.indexrelid join pg_am am on am.oid = i.relam
          where x.indrelid = t.oid and x.indisvalid and x.indpred is null and am.amname = 'btree'), '')
      from pg_class t
      join pg_namespace n on n.oid = t.relnamespace
      join lateral (select case when t.relispartition then pg_partition_root(t.oid) else t.oid end as oid) top on true
      join pg_class r on r.oid = top.oid
      join pg_namespace rn on rn.oid = r.relnamespace
      left join pg_stat_all_tables s on s.relid = t.oid
      where t.relkind in ('r', 'm') and n.nspname <> 'information_schema' and n.nspname !~ '^pg_'
        and t.relpersistence <> 't'\
      """;

  /** Tables that are worth an index, by the names that plans tell. */
  static Map<String, Relation> all(Look look) {
    Map<String, Relation> all = new HashMap<>();
    Map<String, List<String>> leaves = new HashMap<>();
    List<Relation> read =
        look.rows(
            ALL,
            row -> {
              String name = Names.quote(Look.text(row, 0)) + "." + Names.quote(Look.text(row, 1));
              String root = Names.quote(Look.text(row, 2)) + "." + Names.quote(Look.text(row, 3));
              leaves.computeIfAbsent(root, _ -> new ArrayList<>()).add(name);
              Map<String, Double> distinct = new HashMap<>();
              for (String each : parts(Look.text(row, 8), "\u0002")) {
                List<String> pair = parts(each, "\u0001");
                distinct.put(pair.get(0), Double.valueOf(pair.get(1)));
              }
              return new Relation(
                  name,
                  root,
                  row.booleanAt(4),
                  List.of(),
                  row.doubleAt(5),
                  row.longAt(6),
                  row.doubleAt(7) / look.server().days(),
                  distinct,
                  parts(Look.text(row, 9), "\u0002"),
                  parts(Look.text(row, 10), "\u0002").stream()
                      .map(each -> parts(each, "\u0001"))
                      .toList());
            });
    for (Relation each : read) {
      if (each.bytes() >= PAGES * 8192L) {
        all.put(each.name(), each.with(leaves.getOrDefault(each.root(), List.of())));
      }
    }
    return all;
  }

  private static List<String> parts(String text, String separator) {
    return text.isEmpty() ? List.of() : Arrays.asList(text.split(separator, -1));
  }

  private Relation with(List<String> all) {
    return new Relation(
        name, root, partitioned, List.copyOf(all), rows, bytes, writes, distinct, ordered, indexes);
  }

  double distinct(String key) {
    return distinct.getOrDefault(key, 1.0);
  }

  /** Whether an index begins with these keys already. */
  boolean served(List<String> keys) {
    return indexes.stream()
        .anyMatch(
            index -> index.size() >= keys.size() && index.subList(0, keys.size()).equals(keys));
  }
}
