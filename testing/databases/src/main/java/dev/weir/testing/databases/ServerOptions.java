package dev.weir.testing.databases;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * How a private server differs from the default.
 *
 * @param settings in the engine's own words, as in its configuration file: {@code
 *     max_connections=5}
 * @param tls which certificate it shows
 * @param diskMegabytes the size of the file system that holds its data, to be filled up by a test;
 *     0 for as much as the machine has. Wants root, and room for an empty server: 100 MB for
 *     PostgreSQL, 150 MB for MySQL and MariaDB
 */
public record ServerOptions(Map<String, String> settings, Tls tls, int diskMegabytes) {
  public static final ServerOptions DEFAULTS = new ServerOptions(Map.of());

  public ServerOptions {
    settings = Map.copyOf(settings);
    if (diskMegabytes < 0) {
      throw new IllegalArgumentException("A disk of %d MB cannot be".formatted(diskMegabytes));
    }
  }

  public ServerOptions(Map<String, String> settings) {
    this(settings, Tls.NONE, 0);
  }

  public ServerOptions with(String setting, String value) {
    Map<String, String> more = new LinkedHashMap<>(settings);
    more.put(setting, value);
    return new ServerOptions(more, tls, diskMegabytes);
  }

  public ServerOptions with(Tls certificate) {
    return new ServerOptions(settings, certificate, diskMegabytes);
  }

  public ServerOptions withDisk(int megabytes) {
    return new ServerOptions(settings, tls, megabytes);
  }
}
