package dev.weir.engine.encode;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * Makes JSON texts of single values, told as {@link JsonEncoder} tells them, with one block for all
 * of them. Not thread-safe.
 */
public final class JsonPrinter {
  private final ByteArrayOutputStream octets = new ByteArrayOutputStream();
  private final Output out = new Output(octets);

  /** The JSON of an object as {@link dev.weir.api.DataType} names them, or of null. */
  public String text(@Nullable Object value) throws IOException {
    octets.reset();
    JsonValues.object(out, value);
    out.handOver();
    return octets.toString(StandardCharsets.UTF_8);
  }
}
