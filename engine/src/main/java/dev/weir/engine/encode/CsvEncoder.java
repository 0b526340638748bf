package dev.weir.engine.encode;

import dev.weir.api.Column;
import dev.weir.api.DataType;
import dev.weir.api.Row;
import dev.weir.api.Rows;
import dev.weir.spi.Utf8Cells;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Comma-separated values by RFC 4180, in UTF-8, with a header line. NULL is empty and the empty
 * text is {@code ""}, so the two differ, as PostgreSQL's COPY reads and writes them; a line of a
 * result with one column is therefore empty where the value is NULL. Arrays, maps and JSON are JSON
 * text, binary is base64, times are ISO 8601, a surrogate without its other half is U+FFFD.
 *
 * <p>Values are never altered: a text that begins with {@code =}, {@code +}, {@code -} or {@code @}
 * stays as it is, so who opens the file with a spreadsheet must import such columns as text.
 *
 * <p>A broken result ends within an open quote.
 */
public final class CsvEncoder implements Encoder {
  private static final byte[] TRUE = JsonValues.ascii("true");
  private static final byte[] FALSE = JsonValues.ascii("false");

  /** Longer texts are looked through before they are written. */
  private static final int SHORT_TEXT = Output.BLOCK / 4;

  @Override
  public String name() {
    return "csv";
  }

  @Override
  public String mediaType() {
    return "text/csv";
  }

  @Override
  public void encode(Rows rows, OutputStream out) throws IOException {
    Output.stream(out, "\"", output -> write(rows, output));
  }

  private static void write(Rows rows, Output out) throws IOException {
    List<Column> columns = rows.columns();
    DataType[] types = columns.stream().map(Column::type).toArray(DataType[]::new);
    for (int i = 0; i < types.length; i++) {
      separate(out, i);
      field(out, columns.get(i).name());
    }
    endLine(out);
    @Nullable Utf8Cells[] cells = cells(rows, types.length);
    JsonPrinter json = new JsonPrinter();
    while (rows.next()) {
      for (int i = 0; i < types.length; i++) {
        separate(out, i);
        if (cells[i] != null) {
          field(out, cells[i].utf8(i));
        } else {
          value(out, rows, i, types[i], json);
        }
      }
      endLine(out);
    }
  }

  /** By column: where to ask for bytes that are ready; null where there are none. */
  private static @Nullable Utf8Cells[] cells(Rows rows, int columns) {
    @Nullable Utf8Cells[] cells = new Utf8Cells[columns];
    for (int i = 0; i < columns; i++) {
      cells[i] = rows instanceof Utf8Cells ready && ready.offersUtf8(i) ? ready : null;
    }
    return cells;
  }

  /** Asks for NULL only where a value does not tell it, since a row may have to look again. */
  private static void value(Output out, Row row, int column, DataType type, JsonPrinter json)
      throws IOException {
    switch (type) {
      case BOOLEAN -> {
        boolean flag = row.booleanAt(column);
        if (flag || !row.isNull(column)) {
          out.octets(flag ? TRUE : FALSE);
        }
      }
      case INTEGER -> {
        long number = row.longAt(column);
        if (number != 0 || !row.isNull(column)) {
          out.number(number);
        }
      }
      case ARRAY, MAP -> {
        Object value = row.value(column);
        field(out, value == null ? null : json.text(value));
      }
      case DECIMAL, FLOAT, TEXT, INTERVAL, OTHER, UUID, JSON, BINARY ->
          field(out, row.text(column));
      case DATE, TIME, TIME_WITH_ZONE, TIMESTAMP, TIMESTAMP_WITH_ZONE ->
          field(out, row.text(column));
    }
  }

  private static void separate(Output out, int column) throws IOException {
    if (column > 0) {
      out.octet(',');
    }
  }

  private static void endLine(Output out) throws IOException {
    out.reserve(2);
    out.put('\r');
    out.put('\n');
  }

  private static void field(Output out, @Nullable String text) throws IOException {
    if (text == null) {
      return;
    }
    if (text.isEmpty() || text.equals("\\.") || !written(out, text)) {
      quoted(out, text);
    }
  }

  /** Nothing for NULL. */
  private static void field(Output out, byte @Nullable [] utf8) throws IOException {
    if (utf8 == null) {
      return;
    }
    if (plain(utf8)) {
      out.octets(utf8);
    } else {
      field(out, new String(utf8, StandardCharsets.UTF_8));
    }
  }

  private static boolean plain(byte[] utf8) {
    for (byte octet : utf8) {
      if (special(octet)) {
        return false;
      }
    }
    return utf8.length > 2 || utf8.length > 0 && utf8[0] != '\\';
  }

  /** Writes the text unless it needs quotes. */
  private static boolean written(Output out, String text) throws IOException {
    if (text.length() > SHORT_TEXT) {
      boolean plain = text.chars().noneMatch(CsvEncoder::special);
      if (plain) {
        out.text(text);
      }
      return plain;
    }
    out.reserve(text.length() * 3 + 1);
    int mark = out.mark();
    for (int i = 0; i < text.length(); ) {
      char c = text.charAt(i);
      if (c >= 0x80) {
        i += out.putBeyondAscii(text, i);
      } else if (special(c)) {
        out.rewind(mark);
        return false;
      } else {
        out.put(c);
        i++;
      }
    }
    return true;
  }

  private static void quoted(Output out, String text) throws IOException {
    out.octet('"');
    int start = 0;
    for (int quote; (quote = text.indexOf('"', start)) >= 0; start = quote + 1) {
      out.text(text.substring(start, quote));
      out.octet('"');
      out.octet('"');
    }
    out.text(text.substring(start));
    out.octet('"');
  }

  private static boolean special(int c) {
    return c <= ',' && (c == ',' || c == '"' || c == '\n' || c == '\r');
  }
}
