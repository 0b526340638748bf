package dev.weir.engine.config;

/**
 * One effective value, and where it came from.
 *
 * @param database empty for a setting that belongs to no database
 * @param path the key, such as {@code pool.max-size}
 * @param value as it may be shown; secrets are {@code ***}; empty when it is not set
 * @param source such as {@code weir.yaml:12}, {@code variable DB_POOL_TIMEOUT} or {@code default}
 */
public record Explained(String database, String path, String value, String source) {}
