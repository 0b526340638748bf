package dev.weir.connector.postgresql;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The text in which PostgreSQL writes arrays (manual, section 8.15.6). The driver's own reading
 * goes through {@code java.sql} classes, which move times to this machine's zone and know no NaN.
 */
final class ArrayText {
  private final String text;
  private final String type;
  private final Element element;
  private final char delimiter;
  private int at;

  /** Makes an element from its text and the type's name. */
  interface Element {
    Object of(String text, String type) throws SQLException;
  }

  private ArrayText(String text, String type, Element element) {
    this.text = text;
    this.type = type;
    this.element = element;
    this.delimiter = type.equals("box") ? ';' : ',';
  }

  /** The elements of {@code text}; lists within lists for more than one dimension. */
  static List<@Nullable Object> parse(String text, String type, Element element)
      throws SQLException {
    ArrayText reader = new ArrayText(text, type, element);
    // Bounds other than from 1, as in [0:1]={1,2}, stand in front.
    reader.at = text.indexOf('{');
    return reader.list();
  }

  private List<@Nullable Object> list() throws SQLException {
    List<@Nullable Object> list = new ArrayList<>();
    at++;
    while (text.charAt(at) != '}') {
      list.add(
          switch (text.charAt(at)) {
            case '{' -> list();
            case '"' -> element.of(quoted(), type);
            default -> bare();
          });
      if (text.charAt(at) == delimiter) {
        at++;
      }
    }
    at++;
    return Collections.unmodifiableList(list);
  }

  private String quoted() {
    StringBuilder value = new StringBuilder();
    for (at++; text.charAt(at) != '"'; at++) {
      if (text.charAt(at) == '\\') {
        at++;
      }
      value.append(text.charAt(at));
    }
    at++;
    return value.toString();
  }

  private @Nullable Object bare() throws SQLException {
    int start = at;
    while (text.charAt(at) != delimiter && text.charAt(at) != '}') {
      at++;
    }
    String value = text.substring(start, at);
    return value.equals("NULL") ? null : element.of(value, type);
  }

  /** A list in the server's spelling; every element is quoted. */
  static String of(List<?> list) {
    StringBuilder text = new StringBuilder();
    write(list, text);
    return text.toString();
  }

  private static void write(List<?> list, StringBuilder text) {
    text.append('{');
    for (int i = 0; i < list.size(); i++) {
      if (i > 0) {
        text.append(',');
      }
      switch (list.get(i)) {
        case null -> text.append("NULL");
        case List<?> nested -> write(nested, text);
        case byte[] bytes ->
            text.append("\"\\\\x").append(HexFormat.of().formatHex(bytes)).append('"');
        case Object value ->
            text.append('"')
                .append(value.toString().replace("\\", "\\\\").replace("\"", "\\\""))
                .append('"');
      }
    }
    text.append('}');
  }
}
