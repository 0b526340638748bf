package dev.weir.advisor.postgresql;

import dev.weir.api.Row;
import java.util.Arrays;
import java.util.List;

/**
 * An index as the catalog tells it.
 *
 * @param name quoted where it must be, with its schema
 * @param keys the numbers of its columns, 0 for an expression, those of INCLUDE last
 * @param keyCount how many of them are keys
 * @param traits operator class, collation and direction of each key, in words of numbers
 * @param needed true when a constraint, a foreign key, replica identity or CLUSTER holds on to it
 * @param child true for the part of a partitioned index
 * @param reads scans of the table, by whatever means
 */
record Index(
    long oid,
    long table,
    String name,
    String plainName,
    String tableName,
    String method,
    String definition,
    List<Integer> keys,
    int keyCount,
    List<String> traits,
    String expressions,
    String predicate,
    boolean unique,
    boolean valid,
    boolean needed,
    boolean child,
    boolean partitioned,
    long bytes,
    long scans,
    long reads,
    long age,
    double writes) {
  private static final String ALL =
      """
      select x.indexrelid::bigint, x.indrelid::bigint, format('%I.%I', n.nspname, i.relname), i.relname::text,
        format('%I.%I', tn.nspname, t.relname), am.amname::text, pg_get_indexdef(x.indexrelid), x.indkey::text,
        x.indnkeyatts::int, x.indclass::text, x.indcollation::text, x.indoption::text,
        coalesce(pg_get_expr(x.indexprs, x.indrelid), ''), coalesce(pg_get_expr(x.indpred, x.indrelid), ''),
        x.indisunique, x.indisvalid and x.indisready,
        x.indisprimary or x.indisexclusion or x.indisreplident or x.indisclustered
          or exists (select from pg_constraint c where c.conindid = x.indexrelid),
        exists (select from pg_inherits h where h.inhrelid = i.oid), i.relkind = 'I',
        case when i.relkind = 'I' then (select coalesce(sum(pg_relation_size(p.relid)), 0) from pg_partition_tree(i.oid) p)
          else pg_relation_size(i.oid) end::bigint,
        case when i.relkind = 'I' then (select coalesce(sum(ps.idx_scan), 0) from pg_partition_tree(i.oid) p
            join pg_stat_all_indexes ps on ps.indexrelid = p.relid) else coalesce(s.idx_scan, 0) end::bigint,
        case when t.relkind = 'p' then (select coalesce(sum(ps.seq_scan + coalesce(ps.idx_scan, 0)), 0)
            from pg_partition_tree(t.oid) p join pg_stat_all_tables ps on ps.relid = p.relid)
          else coalesce(ts.seq_scan, 0) + coalesce(ts.idx_scan, 0) end::bigint,
        age(i.xmin)::bigint,
        (coalesce(ts.n_tup_ins, 0) + coalesce(ts.n_tup_upd, 0) - coalesce(ts.n_tup_hot_upd, 0))::float8
      from pg_index x
      join pg_class i on i.oid = x.indexrelid
      join pg_namespace n on n.oid = i.relnamespace
      join pg_class t on t.oid = x.indrelid
      join pg_namespace tn on tn.oid = t.relnamespace
      join pg_am am on am.oid = i.relam
      left join pg_stat_all_indexes s on s.indexrelid = i.oid
      left join pg_stat_all_tables ts on ts.relid = t.oid
      where n.nspname <> 'information_schema' and n.nspname !~ '^pg_'
        and i.relpersistence <> 't'
        and not exists (select from pg_depend d where d.objid = t.oid and d.deptype = 'e')
        and not exists (select from pg_stat_progress_create_index b where b.index_relid = i.oid)
      order by i.oid\
      """;

  static List<Index> all(Look look) {
    return look.rows(ALL, Index::read);
  }

  private static Index read(Row row) {
    List<Integer> keys = words(row, 7).stream().map(Integer::valueOf).toList();
    List<String> classes = words(row, 9);
    List<String> collations = words(row, 10);
    List<String> options = words(row, 11);
    List<String> traits = new java.util.ArrayList<>();
    for (int i = 0; i < classes.size(); i++) {
      traits.add(classes.get(i) + "/" + collations.get(i) + "/" + options.get(i));
    }
    return new Index(
        row.longAt(0),
        row.longAt(1),
        Look.text(row, 2),
        Look.text(row, 3),
        Look.text(row, 4),
        Look.text(row, 5),
        Look.text(row, 6),
        keys,
        row.intAt(8),
        traits,
        Look.text(row, 12),
        Look.text(row, 13),
        row.booleanAt(14),
        row.booleanAt(15),
        row.booleanAt(16),
        row.booleanAt(17),
        row.booleanAt(18),
        row.longAt(19),
        row.longAt(20),
        row.longAt(21),
        row.longAt(22),
        row.doubleAt(23));
  }

  private static List<String> words(Row row, int column) {
    String text = Look.text(row, column);
    return text.isEmpty() ? List.of() : Arrays.asList(text.split(" ", -1));
  }

  /** Everything but name, size and use is alike. */
  boolean sameAs(Index other) {
    return table == other.table
        && method.equals(other.method)
        && keys.equals(other.keys)
        && keyCount == other.keyCount
        && traits.equals(other.traits)
        && expressions.equals(other.expressions)
        && predicate.equals(other.predicate);
  }

  /** True when another B-tree begins with the keys of this one and holds all of its columns. */
  boolean prefixOf(Index other) {
    return table == other.table
        && method.equals("btree")
        && other.method.equals("btree")
        && expressions.isEmpty()
        && predicate.equals(other.predicate)
        && keyCount < other.keyCount
        && other.keys.subList(0, keyCount).equals(keys.subList(0, keyCount))
        && other.traits.subList(0, keyCount).equals(traits.subList(0, keyCount))
        && other.keys.containsAll(keys);
  }

  /** Whether its first columns are these, in whatever order, for every row. */
  boolean begins(List<Integer> columns) {
    return valid
        && predicate.isEmpty()
        && keyCount >= columns.size()
        && java.util.Set.copyOf(keys.subList(0, columns.size()))
            .equals(java.util.Set.copyOf(columns));
  }

  /** The statement that makes it, without keeping writers waiting where that can be. */
  String create() {
    return partitioned
        ? definition
        : definition.replaceFirst("^CREATE (UNIQUE )?INDEX ", "CREATE $1INDEX CONCURRENTLY ");
  }

  String drop() {
    return partitioned ? "DROP INDEX " + name : "DROP INDEX CONCURRENTLY " + name;
  }
}
