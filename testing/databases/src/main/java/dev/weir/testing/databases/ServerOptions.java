package dev.weir.testing.databases;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * How a private server differs from the default.
 *
 * @param settings in the engine's own words, as in its configuration file: {@code
 *     max_connections=5}
 */
public record ServerOptions(Map<String, String> settings) {
  public static final ServerOptions DEFAULTS = new ServerOptions(Map.of());

  public ServerOptions {
    settings = Map.copyOf(settings);
  }

  public ServerOptions with(String setting, String value) {
    Map<String, String> more = new LinkedHashMap<>(settings);
    more.put(setting, value);
    return new ServerOptions(more);
  }
}
