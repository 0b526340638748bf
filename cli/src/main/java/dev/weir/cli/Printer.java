package dev.weir.cli;

import dev.weir.api.Result;
import dev.weir.api.Rows;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;

/** Writes what a statement answered. */
final class Printer {
  private final Format format;
  private final OutputStream out;

  Printer(Format format, OutputStream out) {
    this.format = format;
    this.out = out;
  }

  void print(Result result) throws IOException {
    switch (result) {
      case Rows rows -> rows(rows);
      case Result.Updated updated -> changed(updated.count());
      case Result.Batched batched -> changed(batched.total());
      case Result.Called _, Result.Done _ -> {}
    }
  }

  void rows(Rows rows) throws IOException {
    try (rows) {
      format.encoder().encode(rows, out);
    }
  }

  private void changed(long count) throws IOException {
    if (format.forPeople()) {
      String line = "(" + count + (count == 1 ? " row changed)\n" : " rows changed)\n");
      out.write(line.getBytes(StandardCharsets.UTF_8));
    } else {
      rows(Listing.of("changed:integer").add(count));
    }
  }
}
