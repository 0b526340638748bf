package dev.weir.connector.mysql;

import dev.weir.api.Ability;
import java.util.Set;

/** The two servers that this driver speaks with. */
enum Product {
  MYSQL("MySQL", "mysql"),
  MARIADB("MariaDB", "mariadb");

  static final int PORT = 3306;

  /** All but cursors as parameters, settings that row policies read, and arrays. */
  static final Set<Ability> ABILITIES =
      Set.of(
          Ability.SQL,
          Ability.TRANSACTIONS,
          Ability.ISOLATION_LEVELS,
          Ability.SAVEPOINTS,
          Ability.PROCEDURES,
          Ability.BATCHES,
          Ability.GENERATED_KEYS,
          Ability.SCHEMA,
          Ability.CANCEL,
          Ability.READ_ONLY,
          Ability.TLS);

  private final String displayName;
  private final String scheme;

  Product(String displayName, String scheme) {
    this.displayName = displayName;
    this.scheme = scheme;
  }

  String displayName() {
    return displayName;
  }

  /** What URLs begin with, {@code jdbc:} aside. */
  String scheme() {
    return scheme;
  }

  String example() {
    return scheme + "://user@host:3306/database?sslMode=verify-full";
  }
}
