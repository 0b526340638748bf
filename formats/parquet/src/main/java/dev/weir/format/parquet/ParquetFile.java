package dev.weir.format.parquet;

import dev.weir.api.Column;
import dev.weir.api.CoreError;
import dev.weir.api.Rejected;
import dev.weir.api.Rows;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.apache.parquet.schema.MessageType;
import org.jspecify.annotations.Nullable;

/** Writes a result as one file, whose schema its first rows decide. */
final class ParquetFile {
  private static final int SAMPLE_ROWS = 1024;
  private static final long SAMPLE_WEIGHT = 4 << 20;
  private static final int BLOCK = 1 << 16;

  private ParquetFile() {}

  static void write(Rows rows, OutputStream out) throws IOException {
    List<@Nullable Object[]> sample = sample(rows);
    List<ParquetColumn> columns = columns(rows.columns(), sample);
    MessageType schema =
        new MessageType("rows", columns.stream().map(ParquetColumn::type).toList());
    OutputStream buffered = new BufferedOutputStream(out, BLOCK);
    try (RowGroups groups = new RowGroups(schema, buffered)) {
      for (@Nullable Object[] row : sample) {
        groups.begin();
        for (int i = 0; i < row.length; i++) {
          groups.value(columns.get(i), i, row[i]);
        }
        groups.end();
      }
      while (rows.next()) {
        groups.begin();
        for (int i = 0; i < columns.size(); i++) {
          groups.value(columns.get(i), i, rows.value(i));
        }
        groups.end();
      }
      groups.finish();
    }
    buffered.flush();
  }

  private static List<@Nullable Object[]> sample(Rows rows) {
    List<@Nullable Object[]> sample = new ArrayList<>();
    int columns = rows.columns().size();
    long weight = 0;
    while (sample.size() < SAMPLE_ROWS && weight < SAMPLE_WEIGHT && rows.next()) {
      @Nullable Object[] row = new @Nullable Object[columns];
      for (int i = 0; i < columns; i++) {
        row[i] = rows.value(i);
        weight += weight(row[i]);
      }
      sample.add(row);
    }
    return sample;
  }

  private static long weight(@Nullable Object value) {
    return switch (value) {
      case String text -> text.length();
      case byte[] octets -> octets.length;
      case List<?> elements -> elements.stream().mapToLong(ParquetFile::weight).sum();
      case null, default -> 16;
    };
  }

  private static List<ParquetColumn> columns(List<Column> told, List<@Nullable Object[]> sample) {
    if (told.isEmpty()) {
      throw Rejected.because(
          CoreError.CONVERSION,
          "The result has no columns, which Parquet cannot tell; choose another format.");
    }
    Set<String> taken = new HashSet<>();
    List<ParquetColumn> columns = new ArrayList<>();
    for (int i = 0; i < told.size(); i++) {
      int place = i;
      List<Object> values =
          sample.stream().map(row -> row[place]).<Object>mapMulti(ParquetFile::present).toList();
      columns.add(ParquetColumn.of(unique(told.get(i).name(), taken), told.get(i).type(), values));
    }
    return columns;
  }

  private static void present(
      @Nullable Object value, java.util.function.Consumer<? super Object> to) {
    if (value != null) {
      to.accept(value);
    }
  }

  /** Readers find columns by their names. */
  private static String unique(String name, Set<String> taken) {
    String wanted = name.isEmpty() ? "column" : name;
    String free = wanted;
    for (int n = 2; !taken.add(free); n++) {
      free = wanted + "_" + n;
    }
    return free;
  }
}
