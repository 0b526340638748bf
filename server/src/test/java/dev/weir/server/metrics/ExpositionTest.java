package dev.weir.server.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ExpositionTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "application/openmetrics-text",
        "application/openmetrics-text; version=1.0.0; charset=utf-8",
        "application/openmetrics-text;version=1.0.0,application/openmetrics-text;version=0.0.1;q=0.75,text/plain;version=0.0.4;q=0.5,*/*;q=0.1",
        "text/plain;q=0.3, application/openmetrics-text;q=0.9"
      })
  void answersOpenMetricsToWhoWantsItMost(String accept) {
    assertThat(Exposition.preferred(accept)).isEqualTo(Exposition.OPEN_METRICS);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "text/plain",
        "*/*",
        "application/json",
        "no media type",
        "text/plain, application/openmetrics-text;q=0.5",
        "application/openmetrics-text;q=0",
        "application/openmetrics-text;version=0.0.1"
      })
  void answersTextToEverybodyElse(String accept) {
    assertThat(Exposition.preferred(accept)).isEqualTo(Exposition.TEXT);
  }

  @Test
  void answersTextWhereNothingIsAsked() {
    assertThat(Exposition.preferred(null)).isEqualTo(Exposition.TEXT);
    assertThat(Exposition.preferred("")).isEqualTo(Exposition.TEXT);
  }
}
