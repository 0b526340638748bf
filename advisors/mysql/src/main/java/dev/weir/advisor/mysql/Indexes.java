package dev.weir.advisor.mysql;

import dev.weir.api.Database;
import dev.weir.spi.advise.Advice;
import dev.weir.spi.advise.Gain;
import dev.weir.spi.advise.Remedy;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Indexes that another one makes needless. */
final class Indexes {
  private static final String ALL =
      """
      select table_name, index_name, max(non_unique) = 0, max(index_type),
        group_concat(concat(coalesce(column_name, '?'), coalesce(concat('(', sub_part, ')'), '')) order by seq_in_index separator '\\n')
      from information_schema.statistics where table_schema = database()
      group by table_name, index_name order by 1, index_name <> 'PRIMARY', 2\
      """;

  private Indexes() {}

  /**
   * An index.
   *
   * @param keys its columns, each with the length of its prefix; {@code ?} for an expression
   */
  record Index(String table, String name, boolean unique, String type, List<String> keys) {
    private boolean begins(Index other) {
      return table.equals(other.table)
          && type.equals("BTREE")
          && other.type.equals("BTREE")
          && keys.size() <= other.keys.size()
          && other.keys.subList(0, keys.size()).equals(keys);
    }

    private boolean same(Index other) {
      return keys.equals(other.keys);
    }

    /** Whether this one may go as the other is there; of two that are the same, the later. */
    private boolean needless(Index other, boolean later) {
      return !name.equals("PRIMARY")
          && !keys.contains("?")
          && begins(other)
          && (!unique || (same(other) && other.unique))
          && (!same(other) || other.unique != unique || later);
    }

    String object() {
      return Names.quote(table) + "." + Names.quote(name);
    }

    /** Without the index, and with it again. */
    Remedy dropping() {
      String table = "ALTER TABLE " + Names.quote(this.table);
      return Remedy.of(
          List.of(table + " DROP INDEX " + Names.quote(name)),
          List.of(
              "%s ADD %sINDEX %s (%s)"
                  .formatted(table, unique ? "UNIQUE " : "", Names.quote(name), columns())));
    }

    private String columns() {
      return keys.stream()
          .map(key -> {
            int prefix = key.endsWith(")") ? key.lastIndexOf('(') : key.length();
            return Names.quote(key.substring(0, prefix)) + key.substring(prefix);
          })
          .collect(Collectors.joining(", "));
    }
  }

  static List<Index> of(Database database) {
    return database
        .query(ALL)
        .list(row ->
            new Index(
                Facts.text(row, 0),
                Facts.text(row, 1),
                row.booleanAt(2),
                Facts.text(row, 3),
                Arrays.asList(Facts.text(row, 4).split("\n", -1))));
  }

  static void check(List<Index> indexes, Report report) {
    List<Index> dropped = new ArrayList<>();
    for (Index each : indexes) {
      for (Index other : indexes) {
        boolean later = indexes.indexOf(each) > indexes.indexOf(other);
        if (each != other && !dropped.contains(other) && each.needless(other, later)) {
          dropped.add(each);
          report.add(covered(each, other));
          break;
        }
      }
    }
  }

  private static Advice covered(Index each, Index other) {
    boolean same = each.same(other);
    return new Advice(
        same ? MysqlRules.DUPLICATE : MysqlRules.REDUNDANT,
        each.object(),
        Gain.risk(5),
        Map.of(same ? "same as" : "covered by", other.name()),
        "Index %s of %s is %s %s."
            .formatted(
                each.name(),
                Names.quote(each.table()),
                same ? "the same as" : "the beginning of",
                other.name()),
        each.dropping());
  }
}
