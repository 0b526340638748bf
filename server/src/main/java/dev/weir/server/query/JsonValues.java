package dev.weir.server.query;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** JSON values as values to bind: numbers exact, arrays as lists, objects as JSON text. */
final class JsonValues {
  private JsonValues() {}

  static @Nullable Object value(JsonNode node) {
    return switch (node.getNodeType()) {
      case NULL, MISSING -> null;
      case BOOLEAN -> node.booleanValue();
      case NUMBER -> number(node);
      case STRING -> node.stringValue();
      case ARRAY -> list(node);
      default -> node.toString();
    };
  }

  static List<@Nullable Object> list(JsonNode array) {
    List<@Nullable Object> values = new ArrayList<>(array.size());
    array.forEach(each -> values.add(value(each)));
    return values;
  }

  private static Object number(JsonNode node) {
    if (node.isIntegralNumber()) {
      return node.canConvertToLong() ? (Object) node.longValue() : node.bigIntegerValue();
    }
    return node.decimalValue();
  }
}
