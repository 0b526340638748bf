package dev.weir.spi.backup;

import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;

/**
 * Where in the engine's log a backup stands, in the engine's own words: for PostgreSQL {@code
 * timeline}, {@code start-lsn}, {@code stop-lsn}, {@code start-wal}, {@code stop-wal}; for MariaDB
 * and MySQL {@code binlog}, {@code offset}, {@code gtid}; for Redis {@code replication-id}, {@code
 * offset}. Empty where the engine has none.
 */
public record Position(Map<String, String> facts) {
  public static final Position NONE = new Position(Map.of());

  public Position {
    facts = Collections.unmodifiableMap(new TreeMap<>(facts));
  }
}
