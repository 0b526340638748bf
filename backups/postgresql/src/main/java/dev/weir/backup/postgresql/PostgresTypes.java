package dev.weir.backup.postgresql;

import java.util.Set;

/** The types of definitions that these methods serve. */
final class PostgresTypes {
  static final Set<String> ALL = Set.of("POSTGRESQL");

  private PostgresTypes() {}
}
