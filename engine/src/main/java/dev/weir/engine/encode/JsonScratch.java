package dev.weir.engine.encode;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** Makes JSON texts of single values, with one block for all of them. */
final class JsonScratch {
  private final ByteArrayOutputStream octets = new ByteArrayOutputStream();
  private final Output out = new Output(octets);

  String text(@Nullable Object value) throws IOException {
    octets.reset();
    JsonValues.object(out, value);
    out.handOver();
    return octets.toString(StandardCharsets.UTF_8);
  }
}
