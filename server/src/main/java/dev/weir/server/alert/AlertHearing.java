package dev.weir.server.alert;

import dev.weir.engine.config.Settings;
import dev.weir.operations.alert.Rule;
import dev.weir.server.catalog.ServerCatalog;
import org.springframework.stereotype.Component;

/** Whether somebody hears of an alert, so that nobody need be told of it another way too. */
@Component
public final class AlertHearing {
  private final AlertRules rules;
  private final ServerCatalog catalog;

  AlertHearing(AlertRules rules, ServerCatalog catalog) {
    this.rules = rules;
    this.catalog = catalog;
  }

  /** True when an alert of this rule about this database reaches a channel, or Alertmanager. */
  public boolean heard(String rule, String database) {
    Settings settings = catalog.settings();
    return settings.alert().enabled()
        && rules.rules().stream()
            .filter(each -> each.name().equals(rule))
            .anyMatch(each ->
                settings.alert().alertmanager() != null || routed(each, database, settings));
  }

  private boolean routed(Rule rule, String database, Settings settings) {
    return rules.routes().of(rule.name(), database, rule.severity()).stream()
        .anyMatch(settings.notification().channels()::containsKey);
  }
}
