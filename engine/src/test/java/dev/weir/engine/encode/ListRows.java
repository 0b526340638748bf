package dev.weir.engine.encode;

import dev.weir.api.Column;
import dev.weir.api.CoreError;
import dev.weir.api.DataType;
import dev.weir.api.Failed;
import dev.weir.api.Rows;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.OffsetTime;
import java.time.format.DateTimeFormatter;
import java.util.Arrays;
import java.util.Base64;
import java.util.Iterator;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.NullMarked;
import org.jspecify.annotations.Nullable;

/** Rows made by hand, or by a stream. */
@NullMarked
public final class ListRows implements Rows {
  private final List<Column> columns;
  private final Iterator<? extends List<? extends @Nullable Object>> source;
  private final boolean truncated;
  private List<? extends @Nullable Object> row = List.of();

  private ListRows(
      List<Column> columns,
      Iterator<? extends List<? extends @Nullable Object>> source,
      boolean truncated) {
    this.columns = columns;
    this.source = source;
    this.truncated = truncated;
  }

  public static ListRows of(
      List<Column> columns, Stream<? extends List<? extends @Nullable Object>> rows) {
    return new ListRows(columns, rows.iterator(), false);
  }

  /** One column with these values. */
  public static ListRows column(String name, DataType type, @Nullable Object... values) {
    return of(List.of(Column.of(name, type)), Arrays.stream(values).map(Arrays::asList));
  }

  ListRows cutOff() {
    return new ListRows(columns, source, true);
  }

  /** The same rows {@code count} times at most, then a lost connection. */
  public static ListRows lostAfter(int count) {
    Stream<List<Object>> rows =
        Stream.iterate(0, n -> n + 1)
            .map(n -> {
              if (n == count) {
                throw Failed.because(CoreError.BUG, "The connection is lost.");
              }
              return List.<Object>of(n.longValue(), "row " + n);
            });
    return of(List.of(Column.of("id", DataType.INTEGER), Column.of("t", DataType.TEXT)), rows);
  }

  /** What an encoder makes of these rows. */
  public byte[] octets(Encoder encoder) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try {
      encoder.encode(this, out);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return out.toByteArray();
  }

  public String encoded(Encoder encoder) {
    return new String(octets(encoder), StandardCharsets.UTF_8);
  }

  @Override
  public boolean next() {
    boolean more = source.hasNext();
    row = more ? source.next() : List.of();
    return more;
  }

  @Override
  public boolean truncated() {
    return truncated;
  }

  @Override
  public void close() {}

  @Override
  public List<Column> columns() {
    return columns;
  }

  @Override
  public int index(String column) {
    return columns.stream().map(Column::name).toList().indexOf(column);
  }

  @Override
  public boolean isNull(int column) {
    return row.get(column) == null;
  }

  @Override
  public boolean booleanAt(int column) {
    return row.get(column) instanceof Boolean flag && flag;
  }

  @Override
  public int intAt(int column) {
    return Math.toIntExact(longAt(column));
  }

  @Override
  public long longAt(int column) {
    return row.get(column) instanceof Long number ? number : 0;
  }

  @Override
  public double doubleAt(int column) {
    return row.get(column) instanceof Double number ? number : 0;
  }

  @Override
  public @Nullable BigDecimal decimal(int column) {
    return (BigDecimal) row.get(column);
  }

  @Override
  public @Nullable String text(int column) {
    return switch (row.get(column)) {
      case null -> null;
      case byte[] octets -> Base64.getEncoder().encodeToString(octets);
      case LocalTime time -> DateTimeFormatter.ISO_LOCAL_TIME.format(time);
      case OffsetTime time -> DateTimeFormatter.ISO_OFFSET_TIME.format(time);
      case LocalDateTime time -> DateTimeFormatter.ISO_LOCAL_DATE_TIME.format(time);
      case OffsetDateTime time -> DateTimeFormatter.ISO_OFFSET_DATE_TIME.format(time);
      case Object value -> value.toString();
    };
  }

  @Override
  public byte @Nullable [] bytes(int column) {
    return (byte[]) row.get(column);
  }

  @Override
  public @Nullable Object value(int column) {
    return row.get(column);
  }

  @Override
  public <T> @Nullable T value(int column, Class<T> type) {
    return type.cast(row.get(column));
  }
}
