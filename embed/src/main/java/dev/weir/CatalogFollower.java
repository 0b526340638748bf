package dev.weir;

import dev.weir.engine.Engine;
import dev.weir.engine.config.ConfigDiff;
import dev.weir.engine.config.ConfigWatcher;
import dev.weir.engine.config.Loaded;
import dev.weir.engine.config.Problem;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Brings the changes of a configuration file to a running engine. */
final class CatalogFollower implements ConfigWatcher.Listener {
  private static final Logger LOG = LoggerFactory.getLogger(CatalogFollower.class);
  private final Engine engine;

  CatalogFollower(Engine engine) {
    this.engine = engine;
  }

  @Override
  public void changed(Loaded loaded, ConfigDiff diff) {
    warn(loaded);
    engine.reload(loaded.catalog().databases().values());
    LOG.info("{} changed and is in force:\n{}", loaded.source(), diff);
  }

  @Override
  public void refused(Loaded loaded) {
    LOG.error(
        "{} changed and is wrong; what was in force before still is.{}",
        loaded.source(),
        list(loaded.errors()));
  }

  static void warn(Loaded loaded) {
    if (!loaded.warnings().isEmpty()) {
      LOG.warn("{} loaded with warnings.{}", loaded.source(), list(loaded.warnings()));
    }
  }

  private static String list(Iterable<Problem> problems) {
    StringBuilder list = new StringBuilder();
    problems.forEach(problem -> list.append("\n  ").append(problem));
    return list.toString();
  }
}
