package dev.weir.server.alert;

import dev.weir.api.WeirException;
import dev.weir.engine.config.Settings;
import dev.weir.operations.alert.Round;
import dev.weir.operations.alert.Routes;
import dev.weir.operations.alert.Rule;
import dev.weir.operations.alert.Rules;
import dev.weir.server.catalog.ServerCatalog;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/**
 * The rules in force, as {@code weir.yaml} has them now. A change that cannot be understood is
 * logged, and what was before still holds; at the start it is an error.
 */
@Component
final class AlertRules {
  private static final Logger LOG = LoggerFactory.getLogger(AlertRules.class);

  private final ServerCatalog catalog;
  private volatile Settings.Alert understood;
  private volatile List<Rule> rules;

  /**
   * @throws dev.weir.api.Rejected with {@code ALERT-001}
   */
  AlertRules(ServerCatalog catalog) {
    this.catalog = catalog;
    this.understood = catalog.settings().alert();
    this.rules = Rules.of(understood.rules());
  }

  Settings.Alert settings() {
    return catalog.settings().alert();
  }

  synchronized List<Rule> rules() {
    Settings.Alert now = settings();
    if (!now.equals(understood)) {
      understood = now;
      try {
        rules = Rules.of(now.rules());
      } catch (WeirException e) {
        LOG.warn("{}", e.explanation());
      }
    }
    return rules;
  }

  Round.Timing timing() {
    Settings.Alert now = settings();
    return new Round.Timing(now.group(), now.resolve(), now.repeat());
  }

  Routes routes() {
    return new Routes(settings().channels(), settings().routes());
  }
}
