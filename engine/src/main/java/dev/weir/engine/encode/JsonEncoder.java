package dev.weir.engine.encode;

import dev.weir.api.Rows;
import java.io.IOException;
import java.io.OutputStream;

/**
 * One JSON array of objects, a row a line. Values are told as {@link JsonValues} says; a second
 * column of the same name gets the suffix {@code _2}. A broken result lacks the closing bracket.
 */
public final class JsonEncoder implements Encoder {
  @Override
  public String name() {
    return "json";
  }

  @Override
  public String mediaType() {
    return "application/json";
  }

  @Override
  public void encode(Rows rows, OutputStream out) throws IOException {
    Output.stream(out, "", output -> write(rows, output));
  }

  private static void write(Rows rows, Output out) throws IOException {
    JsonObjects objects = new JsonObjects(rows.columns());
    String before = "[\n";
    while (rows.next()) {
      out.ascii(before);
      objects.write(out, rows);
      before = ",\n";
    }
    out.ascii(before.equals(",\n") ? "\n]\n" : "[]\n");
  }
}
