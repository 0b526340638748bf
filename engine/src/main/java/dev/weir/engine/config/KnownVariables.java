package dev.weir.engine.config;

import java.util.List;
import java.util.Set;
import java.util.function.UnaryOperator;

/** The environment variables with fixed names, the keys that they set and their units. */
final class KnownVariables {
  /**
   * One variable.
   *
   * @param path the key that it sets
   * @param unit turns the variable's text into the key's, such as a number into seconds
   * @param meaning what its number means, for the reference page
   */
  record Fixed(String name, String path, UnaryOperator<String> unit, String meaning) {
    Fixed(String name, String path) {
      this(name, path, text -> text, "");
    }
  }

  /** These hold for every database. */
  static final List<Fixed> TUNING =
      List.of(
          new Fixed("DB_CONNECTION_LIMIT", "pool.max-size"),
          new Fixed("DB_POOL_TIMEOUT", "pool.acquire-timeout", unit("s"), "seconds"),
          new Fixed("DB_CONNECT_TIMEOUT", "timeouts.connect", unit("s"), "seconds"),
          new Fixed(
              "DB_SOCKET_TIMEOUT",
              "parameters.socketTimeout",
              unit("s"),
              "seconds; for engines with such a parameter"),
          new Fixed("DB_QUERY_TIMEOUT", "timeouts.query", unit("ms"), "milliseconds"),
          new Fixed("DB_SLOW_QUERY_THRESHOLD", "timeouts.slow", unit("ms"), "milliseconds"),
          new Fixed("DB_MAX_RETRIES", "retry.attempts", KnownVariables::oneMore, "after the first"),
          new Fixed("DB_RETRY_DELAY", "retry.delay", unit("ms"), "milliseconds"),
          new Fixed("DB_RETRY_BACKOFF", "retry.backoff"));

  /** These describe the database {@code default}. */
  static final List<Fixed> LOCATION =
      List.of(
          new Fixed("DATABASE_URL", "url"),
          new Fixed("DB_TYPE", "type", text -> text, "postgresql when left out"),
          new Fixed("DB_HOST", "host"),
          new Fixed("DB_PORT", "port"),
          new Fixed("DB_NAME", "database"),
          new Fixed("DB_USER", "user"),
          new Fixed("DB_PASSWORD", "password"),
          new Fixed("DB_READ_REPLICA_URL", "replicas", text -> text, "a URL, or host:port"));

  /** These describe the database {@code default} too, as libpq understands them. */
  static final List<Fixed> LIBPQ =
      List.of(
          new Fixed("PGHOST", "host"),
          new Fixed("PGPORT", "port"),
          new Fixed("PGDATABASE", "database"),
          new Fixed("PGUSER", "user"),
          new Fixed("PGPASSWORD", "password"),
          new Fixed(
              "PGSSLMODE",
              "tls.mode",
              mode -> mode.equals("allow") ? "prefer" : mode,
              "allow counts as prefer"),
          new Fixed("PGSSLROOTCERT", "tls.ca"),
          new Fixed("PGSSLCERT", "tls.certificate"),
          new Fixed("PGSSLKEY", "tls.key"),
          new Fixed("PGSSLMINPROTOCOLVERSION", "tls.minimum-version"),
          new Fixed("PGCONNECT_TIMEOUT", "timeouts.connect", unit("s"), "seconds"),
          new Fixed("PGAPPNAME", "parameters.ApplicationName"),
          new Fixed("PGOPTIONS", "parameters.options"),
          new Fixed(
              "PGTARGETSESSIONATTRS",
              "parameters.targetServerType",
              KnownVariables::targetServerType,
              ""));

  static final List<Fixed> SETTINGS =
      List.of(
          new Fixed("WEIR_LOG_LEVEL", "log.level"),
          new Fixed("DB_HEALTH_CHECK_INTERVAL", "health.interval", unit("ms"), "milliseconds"),
          new Fixed("BACKUP_DIR", "backup.repository"),
          new Fixed("BACKUP_RETENTION_DAYS", "backup.retention", unit("d"), "days"),
          new Fixed("BACKUP_ENCRYPTION_KEY", "backup.encryption-key"),
          new Fixed("BACKUP_COMPRESSION", "backup.compression"),
          new Fixed("CLOUD_STORAGE_ENABLED", "storage.enabled"),
          new Fixed("CLOUD_STORAGE_PROVIDER", "storage.provider"),
          new Fixed("AWS_S3_BUCKET", "storage.s3-bucket"),
          new Fixed("GCP_BUCKET", "storage.gcs-bucket"),
          new Fixed("AZURE_STORAGE_ACCOUNT", "storage.azure-account"),
          new Fixed("AZURE_STORAGE_CONTAINER", "storage.azure-container"),
          new Fixed("NOTIFICATION_ENABLED", "notification.enabled"),
          new Fixed("NOTIFICATION_EMAIL", "notification.email"),
          new Fixed("NOTIFICATION_WEBHOOK", "notification.webhook"));

  /** Names that mean Weir itself, whatever databases are called. */
  static final Set<String> RESERVED =
      Set.of(
          "WEIR_ENV",
          "WEIR_HOME",
          "WEIR_CONFIG",
          "WEIR_LOG_LEVEL",
          "WEIR_MASTER_KEY",
          "WEIR_MASTER_KEY_FILE",
          "WEIR_ADMIN_PASSWORD");

  /** Where other systems name their environment, in the order in which they are asked. */
  static final List<String> DETECTED = List.of("NODE_ENV", "APP_ENV", "SPRING_PROFILES_ACTIVE");

  private KnownVariables() {}

  private static UnaryOperator<String> unit(String unit) {
    return text -> text.strip().matches("\\d+") ? text.strip() + unit : text;
  }

  private static String oneMore(String retries) {
    return retries.strip().matches("\\d{1,9}")
        ? Integer.toString(Integer.parseInt(retries.strip()) + 1)
        : retries;
  }

  /** The JDBC driver's word for libpq's. */
  private static String targetServerType(String attributes) {
    return switch (attributes) {
      case "read-write", "primary" -> "primary";
      case "read-only", "standby" -> "secondary";
      case "prefer-standby" -> "preferSecondary";
      default -> "any";
    };
  }
}
