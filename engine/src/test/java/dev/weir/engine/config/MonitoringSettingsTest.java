package dev.weir.engine.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class MonitoringSettingsTest {
  @Test
  void unlessSaidEveryFifteenSecondsAndNothingIsRunAgain() {
    assertThat(ConfigLoaderTest.load("version: 1").settings().monitoring())
        .isEqualTo(
            new Settings.Monitoring(
                Duration.ofSeconds(15),
                false,
                Duration.ofDays(2),
                Duration.ofDays(120),
                Duration.ofDays(1825)));
  }

  @Test
  void everythingThatCanBeSaidIsTaken() {
    Loaded loaded =
        ConfigLoaderTest.load(
            """
            settings:
              monitoring:
                interval: 1m
                keep: {minutes: 1d, hours: 60d, days: 400d}
                measure-slow: true
            """);

    assertThat(loaded.problems()).isEmpty();
    assertThat(loaded.settings().monitoring())
        .isEqualTo(
            new Settings.Monitoring(
                Duration.ofMinutes(1),
                true,
                Duration.ofDays(1),
                Duration.ofDays(60),
                Duration.ofDays(400)));
  }

  @Test
  void anIntervalThatIsTooShortIsTold() {
    assertThat(ConfigLoaderTest.load("settings: {monitoring.interval: 1s}").errors())
        .singleElement()
        .asString()
        .contains("monitoring.interval");
  }
}
