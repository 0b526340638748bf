package dev.weir.engine.config;

import dev.weir.api.Secret;
import java.time.Duration;
import java.time.ZoneId;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What is configured beside the databases. Backup, storage, notification, alert, monitoring and
 * report are read, checked and explained here; the operations that act on them take them from here.
 *
 * @param healthInterval how often the health of each database is looked at
 */
public record Settings(
    LogLevel logLevel,
    Duration healthInterval,
    Safety safety,
    Backup backup,
    Storage storage,
    Notification notification,
    Alert alert,
    Monitoring monitoring,
    Report report) {

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
   * Where backups go, how they are made and how long they stay.
   *
   * @param repository a folder, or a location such as {@code s3://bucket/weir}; null for {@code
   *     backups} in the home
   * @param copies further repositories by name, which get a copy of each backup
   * @param options of the storages, as {@code name.option}: {@code repository.region} for the
   *     repository, {@code offsite.region} for the copy {@code offsite}
   * @param encryption true encrypts with keys sealed in the home
   * @param encryptionKey the passphrase of dumps that older scripts encrypted with OpenSSL
   * @param bytesPerSecond that are stored at most; 0 for no limit
   * @param retention how old a backup may become; {@link Keep} keeps some longer
   * @param zone in which days begin, and schedules are read
   * @param schedules what is done when, by name: five fields of cron, then arguments of {@code weir
   *     backup}
   */
  public record Backup(
      @Nullable String repository,
      Map<String, String> copies,
      Map<String, Secret> options,
      boolean encryption,
      @Nullable Secret encryptionKey,
      Compression compression,
      int jobs,
      long bytesPerSecond,
      Duration retention,
      Keep keep,
      ZoneId zone,
      Targets targets,
      Map<String, String> schedules) {
    public Backup {
      copies = Collections.unmodifiableMap(new LinkedHashMap<>(copies));
      options = Map.copyOf(options);
      schedules = Collections.unmodifiableMap(new LinkedHashMap<>(schedules));
    }
  }

  /** How many backups are kept whatever their age: the newest, and one for each such span. */
  public record Keep(int last, int hourly, int daily, int weekly, int monthly) {}

  /**
   * What a disaster may cost at most; null for no target.
   *
   * @param rpo how much time of changes may be lost
   * @param rto how long a restore may take
   * @param proof how old the last proven backup may be
   */
  public record Targets(@Nullable Duration rpo, @Nullable Duration rto, @Nullable Duration proof) {}

  /** How a backup is compressed. */
  public enum Compression {
    ZSTD,
    GZIP,
    LZ4,
    NONE
  }

  /** The object storage that backups are copied to. */
  public record Storage(
      boolean enabled,
      @Nullable Provider provider,
      @Nullable String s3Bucket,
      @Nullable String gcsBucket,
      @Nullable String azureAccount,
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
   * @param channels URLs by name, such as {@code slack://…}; secret too
   * @param onFailure names of channels that hear of what failed
   */
  public record Notification(
      boolean enabled,
      @Nullable String email,
      @Nullable Secret webhook,
      Map<String, Secret> channels,
      List<String> onFailure,
      List<String> onSuccess,
      List<String> onOverdue) {
    public Notification {
      channels = Collections.unmodifiableMap(new LinkedHashMap<>(channels));
      onFailure = List.copyOf(onFailure);
      onSuccess = List.copyOf(onSuccess);
      onOverdue = List.copyOf(onOverdue);
    }
  }

  /**
   * What the server raises alerts about, and who hears of them.
   *
   * @param interval between two looks at the rules
   * @param group how long an alert waits for others, to be told together
   * @param resolve how long it must be good again
   * @param repeat after how long one that still fires is told again
   * @param rules by name what is changed of a rule, such as {@code off} or {@code 0.1 for 10m}
   * @param channels names of the channels that hear of alerts without a route
   * @param routes names of channels, by a rule, {@code database/NAME} or a severity
   * @param alertmanager its address; null for none
   */
  public record Alert(
      boolean enabled,
      Duration interval,
      Duration group,
      Duration resolve,
      Duration repeat,
      Map<String, String> rules,
      List<String> channels,
      Map<String, String> routes,
      @Nullable Secret alertmanager) {
    public Alert {
      rules = Collections.unmodifiableMap(new LinkedHashMap<>(rules));
      channels = List.copyOf(channels);
      routes = Collections.unmodifiableMap(new LinkedHashMap<>(routes));
    }
  }

  /**
   * How databases are watched.
   *
   * @param interval between two looks
   * @param measureSlow slow statements that only read are run once more to measure their plan
   * @param minutes how long what was seen is kept by the minute
   * @param hours likewise by the hour
   * @param days likewise by the day
   */
  public record Monitoring(
      Duration interval, boolean measureSlow, Duration minutes, Duration hours, Duration days) {}

  /**
   * Which reports the server sends.
   *
   * @param zone in which the times are read
   * @param schedules by name when, of which databases and to which channels
   */
  public record Report(ZoneId zone, Map<String, String> schedules) {
    public Report {
      schedules = Collections.unmodifiableMap(new LinkedHashMap<>(schedules));
    }
  }
}
