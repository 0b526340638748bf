package dev.weir.cli;

import dev.weir.engine.encode.CsvEncoder;
import dev.weir.engine.encode.Encoder;
import dev.weir.engine.encode.Encoders;
import dev.weir.engine.encode.JsonEncoder;
import dev.weir.engine.encode.NdjsonEncoder;
import dev.weir.engine.encode.TableEncoder;
import java.util.Locale;

/** How data is written to standard output. */
enum Format {
  TABLE,
  JSON,
  NDJSON,
  CSV,
  ARROW,
  PARQUET;

  /** The common ones are made without looking for what is installed, which takes time. */
  Encoder encoder() {
    return switch (this) {
      case TABLE -> new TableEncoder();
      case JSON -> new JsonEncoder();
      case NDJSON -> new NdjsonEncoder();
      case CSV -> new CsvEncoder();
      case ARROW, PARQUET -> Encoders.installed().named(toString()).orElseThrow();
    };
  }

  /** True for what is no text, and must not be written to a terminal. */
  boolean binary() {
    return this == ARROW || this == PARQUET;
  }

  boolean forPeople() {
    return this == TABLE;
  }

  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
