package dev.weir.engine.config;

import dev.weir.api.Secret;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What is configured beside the databases. Backup, storage and notification are read, checked and
 * explained here; the operations that act on them take them from here.
 *
 * @param healthInterval how often the health of each database is looked at
 */
public record Settings(
    LogLevel logLevel,
    Duration healthInterval,
    Safety safety,
    Backup backup,
    Storage storage,
    Notification notification) {

  /** How much is logged. */
  public enum LogLevel {
    TRACE,
    DEBUG,
    INFO,
    WARN,
    ERROR
  }

  /**
   * How careful the environment is.
   *
   * @param confirmDestructive the name must be typed before something is destroyed
   */
  public record Safety(Insecure insecure, boolean confirmDestructive) {}

  /** What becomes of an insecure choice. */
  public enum Insecure {
    /** It is not mentioned. */
    IGNORE,
    /** It is told as a warning. */
    WARN,
    /** It is an error. */
    REFUSE
  }

  /**
   * Where backups go and how long they stay.
   *
   * @param encryptionKey null where backups are not encrypted
   */
  public record Backup(
      String directory,
      Duration retention,
      @Nullable Secret encryptionKey,
      Compression compression) {}

  /** How a backup is compressed. */
  public enum Compression {
    GZIP,
    ZSTD,
    NONE
  }

  /** The object storage that backups are copied to. */
  public record Storage(
      boolean enabled,
      @Nullable Provider provider,
      @Nullable String s3Bucket,
      @Nullable String gcsBucket,
      @Nullable String azureContainer) {}

  /** Whose object storage it is. */
  public enum Provider {
    AWS,
    AZURE,
    GCP
  }

  /**
   * Who is told about the end of long work.
   *
   * @param webhook secret, as whoever knows it can write there
   */
  public record Notification(boolean enabled, @Nullable String email, @Nullable Secret webhook) {}
}
