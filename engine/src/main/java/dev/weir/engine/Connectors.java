package dev.weir.engine;

import dev.weir.api.CoreError;
import dev.weir.api.Definition;
import dev.weir.api.Rejected;
import dev.weir.spi.Connector;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.TreeMap;

/** The connectors that are installed, found with {@link ServiceLoader}. */
public final class Connectors {
  private final Map<String, Connector> byType = new TreeMap<>();

  private Connectors(Iterable<Connector> found) {
    found.forEach(connector -> byType.put(connector.type(), connector));
  }

  public static Connectors installed() {
    return new Connectors(ServiceLoader.load(Connector.class));
  }

  public List<Connector> all() {
    return List.copyOf(byType.values());
  }

  /** The connector of a type; refused with {@code WEIR-002} when there is none. */
  public Connector of(String type) {
    Connector found = byType.get(type.toUpperCase(Locale.ROOT));
    if (found == null) {
      throw Rejected.because(
          CoreError.UNKNOWN_TYPE,
          "There is no connector for the type "
              + type
              + "; installed are "
              + byType.keySet()
              + ".");
    }
    return found;
  }

  /** The definition that a URL means; empty when no connector knows its scheme. */
  public Optional<Definition.Builder> parse(String name, String url) {
    for (Connector connector : byType.values()) {
      Optional<Definition.Builder> parsed = connector.parse(name, url);
      if (parsed.isPresent()) {
        return parsed;
      }
    }
    return Optional.empty();
  }

  /** A definition with the connector's defaults in place of what was not said. */
  Definition complete(Definition definition) {
    Connector connector = of(definition.type());
    Connector.PoolDefaults defaults = connector.poolDefaults();
    Definition.Pool pool = definition.pool();
    int most =
        pool.maxSize() < 0
            ? Math.max(defaults.maxSize(), Math.max(0, pool.minSize()))
            : pool.maxSize();
    int least = pool.minSize() < 0 ? Math.min(defaults.minSize(), most) : pool.minSize();
    return definition.toBuilder()
        .type(connector.type())
        .port(definition.port() == 0 ? connector.defaultPort() : definition.port())
        .pool(
            new Definition.Pool(
                least,
                most,
                pool.acquireTimeout(),
                pool.idleTimeout(),
                pool.maxLifetime(),
                pool.leakThreshold()))
        .build();
  }

  /** Problems that only the connectors know, each a sentence. */
  public List<String> validate(Definition definition) {
    return new ArrayList<>(of(definition.type()).validate(definition));
  }
}
