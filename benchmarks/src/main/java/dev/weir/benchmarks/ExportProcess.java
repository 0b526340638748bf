package dev.weir.benchmarks;

import dev.weir.Weir;
import dev.weir.api.Rows;
import dev.weir.engine.encode.Encoders;
import java.io.FileOutputStream;
import java.io.OutputStream;

/** A process of its own that writes a result as CSV: {@code URL SQL FILE}. */
final class ExportProcess {
  private ExportProcess() {}

  public static void main(String... arguments) throws Exception {
    try (Weir weir = Weir.open();
        Rows rows = weir.database(arguments[0]).query(arguments[1]);
        OutputStream out = new FileOutputStream(arguments[2])) {
      Encoders.installed().named("csv").orElseThrow().encode(rows, out);
    }
  }
}
