package dev.weir.engine.encode;

import dev.weir.api.Column;
import dev.weir.api.DataType;
import dev.weir.api.Row;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.OffsetTime;
import java.time.format.DateTimeFormatter;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Values of a row as JSON, as {@link JsonEncoder} describes. */
final class JsonValues {
  private static final byte[] NULL = ascii("null");
  private static final byte[] TRUE = ascii("true");
  private static final byte[] FALSE = ascii("false");
  private static final byte[] HEX = ascii("0123456789abcdef");

  /**
   * For each ASCII character: 0 as it is, 'u' by its number, else the letter after the backslash.
   */
  private static final byte[] ESCAPES = escapes();

  private final DataType[] types;

  JsonValues(List<Column> columns) {
    types = columns.stream().map(Column::type).toArray(DataType[]::new);
  }

  /** Names of the columns, each of its own: a second {@code name} becomes {@code name_2}. */
  static List<String> uniqueNames(List<Column> columns) {
    Set<String> told = new HashSet<>();
    columns.forEach(column -> told.add(column.name()));
    Set<String> used = new HashSet<>();
    return columns.stream().map(column -> unique(column.name(), told, used)).toList();
  }

  private static String unique(String name, Set<String> told, Set<String> used) {
    String unique = name;
    for (int n = 2; used.contains(unique); n++) {
      String next = name + "_" + n;
      unique = told.contains(next) ? unique : next;
    }
    used.add(unique);
    return unique;
  }

  /** Asks for NULL only where a value does not tell it, since a row may have to look again. */
  void write(Output out, Row row, int column) throws IOException {
    switch (types[column]) {
      case BOOLEAN -> {
        boolean flag = row.booleanAt(column);
        out.octets(flag ? TRUE : row.isNull(column) ? NULL : FALSE);
      }
      case INTEGER -> {
        long number = row.longAt(column);
        if (number == 0 && row.isNull(column)) {
          out.octets(NULL);
        } else {
          out.number(number);
        }
      }
      case BINARY -> object(out, row.bytes(column));
      case ARRAY, MAP -> object(out, row.value(column));
      case DECIMAL, FLOAT, JSON, TEXT, INTERVAL, OTHER -> text(out, row, column);
      case DATE, TIME, TIME_WITH_ZONE, TIMESTAMP, TIMESTAMP_WITH_ZONE, UUID ->
          text(out, row, column);
    }
  }

  private void text(Output out, Row row, int column) throws IOException {
    String text = row.text(column);
    if (text == null) {
      out.octets(NULL);
      return;
    }
    switch (types[column]) {
      case DECIMAL, FLOAT -> number(out, text);
      case JSON -> embedded(out, text);
      default -> string(out, text);
    }
  }

  private static void number(Output out, String number) throws IOException {
    if (JsonText.isNumber(number)) {
      out.text(number);
    } else {
      string(out, number);
    }
  }

  private static void embedded(Output out, String json) throws IOException {
    if (!JsonText.isValue(json)) {
      string(out, json);
      return;
    }
    for (int i = 0; i < json.length(); ) {
      out.reserve(6);
      char c = json.charAt(i);
      if (c < 0x80) {
        out.put(c == '\n' || c == '\r' ? ' ' : c);
        i++;
      } else {
        i += beyondAscii(out, json, i);
      }
    }
  }

  private static void base64(Output out, byte[] octets) throws IOException {
    out.octet('"');
    out.octets(Base64.getEncoder().encode(octets));
    out.octet('"');
  }

  /** An object as {@link DataType} names them, alone or inside of arrays and maps. */
  static void object(Output out, @Nullable Object value) throws IOException {
    switch (value) {
      case null -> out.octets(NULL);
      case Boolean flag -> out.octets(flag ? TRUE : FALSE);
      case Long number -> out.number(number);
      case Integer number -> out.number(number);
      case Short number -> out.number(number);
      case Byte number -> out.number(number);
      case BigDecimal number -> number(out, number.toString());
      case BigInteger number -> number(out, number.toString());
      case Double number -> number(out, number.toString());
      case Float number -> number(out, number.toString());
      case byte[] octets -> base64(out, octets);
      case LocalTime time -> string(out, DateTimeFormatter.ISO_LOCAL_TIME.format(time));
      case OffsetTime time -> string(out, DateTimeFormatter.ISO_OFFSET_TIME.format(time));
      case LocalDateTime time -> string(out, DateTimeFormatter.ISO_LOCAL_DATE_TIME.format(time));
      case OffsetDateTime time -> string(out, DateTimeFormatter.ISO_OFFSET_DATE_TIME.format(time));
      case Iterable<?> elements -> array(out, elements);
      case Map<?, ?> fields -> map(out, fields);
      default -> string(out, value.toString());
    }
  }

  private static void array(Output out, Iterable<?> elements) throws IOException {
    char before = '[';
    for (Object element : elements) {
      out.octet(before);
      object(out, element);
      before = ',';
    }
    if (before == '[') {
      out.octet(before);
    }
    out.octet(']');
  }

  private static void map(Output out, Map<?, ?> fields) throws IOException {
    char before = '{';
    for (Map.Entry<?, ?> field : fields.entrySet()) {
      out.octet(before);
      string(out, String.valueOf(field.getKey()));
      out.octet(':');
      object(out, field.getValue());
      before = ',';
    }
    if (before == '{') {
      out.octet(before);
    }
    out.octet('}');
  }

  /** A string in quotes; a surrogate without its other half is told by its number. */
  static void string(Output out, String text) throws IOException {
    out.octet('"');
    for (int i = 0; i < text.length(); ) {
      int end = Math.min(text.length(), i + Output.BLOCK / 8);
      out.reserve((end - i) * 6);
      while (i < end) {
        char c = text.charAt(i);
        if (c >= 0x80) {
          i += beyondAscii(out, text, i);
        } else {
          byte escape = ESCAPES[c];
          if (escape == 0) {
            out.put(c);
          } else if (escape == 'u') {
            byNumber(out, c);
          } else {
            out.put('\\');
            out.put(escape);
          }
          i++;
        }
      }
    }
    out.octet('"');
  }

  private static int beyondAscii(Output out, String text, int i) {
    int point = text.codePointAt(i);
    if (point < 0x10000 && Character.isSurrogate((char) point)) {
      byNumber(out, (char) point);
      return 1;
    }
    return out.putBeyondAscii(text, i);
  }

  private static void byNumber(Output out, char c) {
    out.put('\\');
    out.put('u');
    for (int shift = 12; shift >= 0; shift -= 4) {
      out.put(HEX[(c >> shift) & 0xF]);
    }
  }

  private static byte[] escapes() {
    byte[] escapes = new byte[0x80];
    Arrays.fill(escapes, 0, 0x20, (byte) 'u');
    String letters = "\bb\tt\nn\ff\rr\"\"\\\\";
    for (int i = 0; i < letters.length(); i += 2) {
      escapes[letters.charAt(i)] = (byte) letters.charAt(i + 1);
    }
    return escapes;
  }

  static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }
}
