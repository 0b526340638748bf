package dev.weir.format.parquet;

import dev.weir.engine.encode.Encoders;

/** A process that only looks for the formats there are. */
final class Installed {
  private Installed() {}

  public static void main(String[] arguments) {
    if (Encoders.installed().named("parquet").isEmpty()) {
      throw new IllegalStateException("Parquet is not found.");
    }
  }
}
