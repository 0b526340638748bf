package dev.weir.engine.encode;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class EncodersTest {
  private final Encoders encoders = Encoders.installed();

  @Test
  void formatsAreFoundByName() {
    assertThat(encoders.names()).startsWith("table", "json", "ndjson", "csv", "result");
    assertThat(encoders.named("CSV")).containsInstanceOf(CsvEncoder.class);
    assertThat(encoders.named("xml")).isEmpty();
  }

  @Test
  void formatsAreFoundByMediaType() {
    assertThat(encoders.mediaType("Application/X-NDJSON; charset=utf-8"))
        .containsInstanceOf(NdjsonEncoder.class);
    assertThat(encoders.mediaType("text/html")).isEmpty();
  }
}
