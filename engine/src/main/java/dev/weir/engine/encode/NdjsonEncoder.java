package dev.weir.engine.encode;

import dev.weir.api.Rows;
import java.io.IOException;
import java.io.OutputStream;

/**
 * One JSON object a line. Values and names are as in {@link JsonEncoder}. A broken result ends in a
 * line that is no JSON: an object that was begun, without a line break.
 */
public final class NdjsonEncoder implements Encoder {
  @Override
  public String name() {
    return "ndjson";
  }

  @Override
  public String mediaType() {
    return "application/x-ndjson";
  }

  @Override
  public void encode(Rows rows, OutputStream out) throws IOException {
    Output.stream(out, "{", output -> write(rows, output));
  }

  private static void write(Rows rows, Output out) throws IOException {
    JsonObjects objects = new JsonObjects(rows.columns());
    while (rows.next()) {
      objects.write(out, rows);
      out.octet('\n');
    }
  }
}
