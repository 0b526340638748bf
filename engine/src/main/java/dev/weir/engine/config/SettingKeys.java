package dev.weir.engine.config;

import dev.weir.api.Secret;
import dev.weir.engine.config.Settings.Backup;
import dev.weir.engine.config.Settings.Compression;
import dev.weir.engine.config.Settings.Insecure;
import dev.weir.engine.config.Settings.LogLevel;
import dev.weir.engine.config.Settings.Notification;
import dev.weir.engine.config.Settings.Safety;
import dev.weir.engine.config.Settings.Storage;
import dev.weir.engine.config.ValueType.Choice;
import dev.weir.engine.config.ValueType.Flag;
import dev.weir.engine.config.ValueType.Hidden;
import dev.weir.engine.config.ValueType.Text;
import dev.weir.engine.config.ValueType.Time;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Every key beside the databases, and how {@link Settings} are put together from their values. */
final class SettingKeys {
  static final KeyTable<Settings> TABLE =
      new KeyTable<>(
          List.of(
              key(
                  "log.level",
                  new Choice(LogLevel.class),
                  Settings::logLevel,
                  "How much is logged."),
              key(
                  "health.interval",
                  time("1s", "1d"),
                  Settings::healthInterval,
                  "How often the health of each database is looked at."),
              key(
                  "safety.insecure",
                  new Choice(Insecure.class),
                  s -> s.safety().insecure(),
                  "What becomes of insecure choices: passed over, told as a warning, or refused."),
              key(
                  "safety.confirm-destructive",
                  new Flag(),
                  s -> s.safety().confirmDestructive(),
                  "Ask for the name of the database before something is destroyed."),
              key(
                  "backup.directory",
                  Text.ANY,
                  s -> s.backup().directory(),
                  "Where backups are kept."),
              key(
                  "backup.retention",
                  time("1h", "36500d"),
                  s -> s.backup().retention(),
                  "How long backups are kept."),
              key(
                  "backup.encryption-key",
                  new Hidden(),
                  s -> s.backup().encryptionKey(),
                  "The key that backups are encrypted with; they are not without it."),
              key(
                  "backup.compression",
                  new Choice(Compression.class),
                  s -> s.backup().compression(),
                  "How backups are compressed."),
              key(
                  "storage.enabled",
                  new Flag(),
                  s -> s.storage().enabled(),
                  "Copy backups to object storage."),
              key(
                  "storage.provider",
                  new Choice(
                      Settings.Provider.class, Map.of("s3", "aws", "gcs", "gcp", "google", "gcp")),
                  s -> s.storage().provider(),
                  "Whose object storage it is."),
              key(
                  "storage.s3-bucket",
                  Text.ANY,
                  s -> s.storage().s3Bucket(),
                  "The bucket in Amazon S3."),
              key(
                  "storage.gcs-bucket",
                  Text.ANY,
                  s -> s.storage().gcsBucket(),
                  "The bucket in Google Cloud Storage."),
              key(
                  "storage.azure-container",
                  Text.ANY,
                  s -> s.storage().azureContainer(),
                  "The container in Azure Blob Storage."),
              key(
                  "notification.enabled",
                  new Flag(),
                  s -> s.notification().enabled(),
                  "Tell somebody when long work ends."),
              key(
                  "notification.email",
                  new Text("[^@\\s]+@[^@\\s]+", "an e-mail address"),
                  s -> s.notification().email(),
                  "Who gets the mail."),
              key(
                  "notification.webhook",
                  new Hidden(),
                  s -> s.notification().webhook(),
                  "The address that is called, such as Slack's or Teams'.")));

  private SettingKeys() {}

  private static Key<Settings> key(
      String path, ValueType type, Function<Settings, @Nullable Object> read, String meaning) {
    return new Key<>(path, List.of(), type, read, meaning);
  }

  private static Time time(String min, String max) {
    return new Time(Times.parse(min), Times.parse(max));
  }

  /** The settings that the values mean; {@link EnvironmentDefaults} must be among their layers. */
  static Settings assemble(Values values) {
    return new Settings(
        values.get("log.level", LogLevel.INFO),
        values.get("health.interval", Duration.ofSeconds(30)),
        new Safety(
            values.get("safety.insecure", Insecure.WARN),
            values.get("safety.confirm-destructive", true)),
        new Backup(
            values.get("backup.directory", "backups"),
            values.get("backup.retention", Duration.ofDays(30)),
            values.<Secret>find("backup.encryption-key"),
            values.get("backup.compression", Compression.GZIP)),
        new Storage(
            values.get("storage.enabled", false),
            values.<Settings.Provider>find("storage.provider"),
            values.<String>find("storage.s3-bucket"),
            values.<String>find("storage.gcs-bucket"),
            values.<String>find("storage.azure-container")),
        new Notification(
            values.get("notification.enabled", false),
            values.<String>find("notification.email"),
            values.<Secret>find("notification.webhook")));
  }
}
