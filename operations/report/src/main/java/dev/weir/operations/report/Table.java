package dev.weir.operations.report;

import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Things of one kind, each in a row.
 *
 * @param id stable, such as {@code statements}
 * @param meaning what it shows and what to look for, in a sentence or two
 * @param columns the first tells a row from the others, and so do its values between two reports
 */
public record Table(
    String id,
    String title,
    String meaning,
    List<Column> columns,
    List<List<@Nullable Object>> rows) {
  public Table {
    columns = List.copyOf(columns);
    rows = List.copyOf(rows);
  }

  /**
   * A column.
   *
   * @param bar whether a picture shows how its values compare
   */
  public record Column(String name, Form form, boolean bar) {
    static Column of(String name, Form form) {
      return new Column(name, form, false);
    }

    static Column bar(String name, Form form) {
      return new Column(name, form, true);
    }
  }

  static List<@Nullable Object> row(@Nullable Object... values) {
    return Collections.unmodifiableList(Arrays.asList(values));
  }

  int column(String name) {
    for (int i = 0; i < columns.size(); i++) {
      if (columns.get(i).name().equals(name)) {
        return i;
      }
    }
    throw new IllegalArgumentException("Table " + id + " has no column " + name);
  }

  /** The largest value of a column; 0 when there is none. */
  double largest(int column) {
    return rows.stream().mapToDouble(row -> Form.number(row.get(column))).max().orElse(0);
  }

  Optional<List<@Nullable Object>> find(@Nullable Object key) {
    return rows.stream().filter(row -> Objects.equals(row.getFirst(), key)).findFirst();
  }
}
