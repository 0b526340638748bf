package dev.weir.engine.encode;

import dev.weir.api.Column;
import dev.weir.api.Row;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Rows as JSON objects, with the text between two values made once. */
final class JsonObjects {
  private final JsonValues values;
  private final byte[][] keys;

  JsonObjects(List<Column> columns) throws IOException {
    values = new JsonValues(columns);
    List<String> names = JsonValues.uniqueNames(columns);
    keys = new byte[names.size()][];
    JsonPrinter json = new JsonPrinter();
    for (int i = 0; i < keys.length; i++) {
      String key = (i == 0 ? "{" : ",") + json.text(names.get(i)) + ":";
      keys[i] = key.getBytes(StandardCharsets.UTF_8);
    }
  }

  void write(Output out, Row row) throws IOException {
    if (keys.length == 0) {
      out.octet('{');
    }
    for (int i = 0; i < keys.length; i++) {
      out.octets(keys[i]);
      values.write(out, row, i);
    }
    out.octet('}');
  }
}
