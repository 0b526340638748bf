package dev.weir.server.monitor;

import dev.weir.engine.config.Settings;
import java.time.Duration;

/** How long points are kept by the minute, the hour and the day. */
public record Retention(Duration minutes, Duration hours, Duration days) {
  static Retention of(Settings.Monitoring settings) {
    return new Retention(settings.minutes(), settings.hours(), settings.days());
  }
}
