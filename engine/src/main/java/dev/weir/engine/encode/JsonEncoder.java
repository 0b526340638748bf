package dev.weir.engine.encode;

import dev.weir.api.Rows;
import java.io.IOException;
import java.io.OutputStream;

/**
 * One JSON array of objects, a row a line; a second column of the same name gets the suffix {@code
 * _2}. A broken result lacks the closing bracket.
 *
 * <p>Numbers are JSON numbers with all their digits: a reader that takes them for 64-bit floats
 * loses digits beyond 2^53. NaN and infinities, which JSON lacks, are strings; binary is base64,
 * times are ISO 8601, arrays are arrays, maps are objects. A JSON column is embedded as it is (its
 * line breaks become spaces), or told as a string where it is not valid. A surrogate without its
 * other half is told by its number.
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
