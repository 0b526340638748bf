package dev.weir.connector.redis;

import dev.weir.api.DataType;
import dev.weir.spi.Values;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Single values of replies as the objects that {@link DataType} names, and back as text. */
final class Cells {
  private Cells() {}

  static @Nullable Object of(Reply reply) {
    return switch (reply) {
      case Reply.Nil _ -> null;
      case Reply.Fault fault -> fault.text();
      case Reply.Bulk bulk -> ofBytes(bulk.bytes());
      case Reply.Whole whole -> whole.value();
      case Reply.Big big -> big.value();
      case Reply.Fraction fraction -> fraction.value();
      case Reply.Truth truth -> truth.value();
      case Reply.Items items -> list(items.items());
      case Reply.Pairs pairs -> map(pairs.items());
    };
  }

  private static Object ofBytes(byte[] bytes) {
    String text = Texts.utf8(bytes);
    return text == null ? bytes : text;
  }

  private static List<@Nullable Object> list(List<Reply> items) {
    List<@Nullable Object> list = new ArrayList<>(items.size());
    for (Reply item : items) {
      list.add(of(item));
    }
    return Collections.unmodifiableList(list);
  }

  /** A map from key, value, key, value. */
  static Map<String, @Nullable Object> map(List<Reply> flat) {
    Map<String, @Nullable Object> map = new LinkedHashMap<>();
    for (int i = 0; i + 1 < flat.size(); i += 2) {
      map.put(name(flat.get(i)), of(flat.get(i + 1)));
    }
    return Collections.unmodifiableMap(map);
  }

  private static String name(Reply key) {
    return key instanceof Reply.Bulk bulk ? Texts.printable(bulk.bytes()) : text(of(key));
  }

  /** The type that tells the values of both without loss. */
  static DataType common(DataType one, DataType other) {
    if (one == other) {
      return one;
    }
    if (whole(one) && whole(other)) {
      return DataType.DECIMAL;
    }
    if (bytes(one) && bytes(other)) {
      return DataType.BINARY;
    }
    return scalar(one) && scalar(other) ? DataType.TEXT : DataType.OTHER;
  }

  private static boolean whole(DataType type) {
    return type == DataType.INTEGER || type == DataType.DECIMAL;
  }

  private static boolean bytes(DataType type) {
    return type == DataType.TEXT || type == DataType.BINARY;
  }

  private static boolean scalar(DataType type) {
    return switch (type) {
      case ARRAY, MAP, BINARY, OTHER -> false;
      default -> true;
    };
  }

  /** The cell as its column's type wants it. */
  static @Nullable Object as(@Nullable Object cell, DataType type) {
    if (cell == null || Values.typeOf(cell) == type) {
      return cell;
    }
    return switch (type) {
      case DECIMAL -> new BigDecimal(text(cell));
      case BINARY -> Texts.bytes((String) cell);
      case TEXT -> cell instanceof byte[] bytes ? Texts.printable(bytes) : text(cell);
      default -> text(cell);
    };
  }

  /** The value as text: base64 for binary, JSON for lists and maps. */
  static String text(@Nullable Object cell) {
    return switch (cell) {
      case null -> "null";
      case List<?> _, Map<?, ?> _ -> {
        StringBuilder json = new StringBuilder();
        json(cell, json);
        yield json.toString();
      }
      default -> Values.toText(cell);
    };
  }

  private static void json(@Nullable Object value, StringBuilder to) {
    switch (value) {
      case List<?> list -> {
        String separator = "[";
        for (Object item : list) {
          to.append(separator);
          json(item, to);
          separator = ",";
        }
        to.append(list.isEmpty() ? "[]" : "]");
      }
      case Map<?, ?> map -> {
        String separator = "{";
        for (Map.Entry<?, ?> entry : map.entrySet()) {
          to.append(separator);
          quote(entry.getKey().toString(), to);
          json(entry.getValue(), to.append(':'));
          separator = ",";
        }
        to.append(map.isEmpty() ? "{}" : "}");
      }
      case Double number when !Double.isFinite(number) -> quote(number.toString(), to);
      case Number _, Boolean _ -> to.append(text(value));
      case null -> to.append("null");
      default -> quote(text(value), to);
    }
  }

  private static void quote(String text, StringBuilder to) {
    to.append('"');
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '"' || c == '\\') {
        to.append('\\').append(c);
      } else if (c < ' ') {
        to.append(String.format("\\u%04x", (int) c));
      } else {
        to.append(c);
      }
    }
    to.append('"');
  }
}
