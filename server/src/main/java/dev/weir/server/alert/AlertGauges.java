package dev.weir.server.alert;

import dev.weir.operations.alert.Alert;
import dev.weir.operations.alert.Rule;
import dev.weir.operations.alert.Rules;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.springframework.stereotype.Component;

/** How many alerts of each rule fire, as seen in the last round. */
@Component
final class AlertGauges {
  private volatile Map<String, Long> firing = Map.of();

  AlertGauges(MeterRegistry registry) {
    for (Rule rule : Rules.DEFAULTS) {
      Gauge.builder("weir.alerts.firing", this, each -> each.of(rule))
          .description("Alerts of the server that fire.")
          .tag("alert", rule.name())
          .register(registry);
    }
  }

  private double of(Rule rule) {
    return firing.getOrDefault(rule.name(), 0L);
  }

  void show(List<Alert> alerts) {
    firing =
        alerts.stream()
            .filter(alert -> alert.state() == Alert.State.FIRING)
            .collect(Collectors.groupingBy(alert -> alert.key().rule(), Collectors.counting()));
  }
}
