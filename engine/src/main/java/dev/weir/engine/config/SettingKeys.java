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
import dev.weir.engine.config.ValueType.Entries;
import dev.weir.engine.config.ValueType.Flag;
import dev.weir.engine.config.ValueType.Hidden;
import dev.weir.engine.config.ValueType.Names;
import dev.weir.engine.config.ValueType.Rate;
import dev.weir.engine.config.ValueType.Text;
import dev.weir.engine.config.ValueType.Time;
import dev.weir.engine.config.ValueType.Whole;
import dev.weir.engine.config.ValueType.Zone;
import java.time.Duration;
import java.time.ZoneId;
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
              new Key<>(
                  "backup.repository",
                  List.of("directory"),
                  Text.ANY,
                  s -> s.backup().repository(),
                  "Where backups are kept: a folder, or s3://, azure:// or gs:// with bucket and"
                      + " prefix; else `backups` in the home."),
              key(
                  "backup.copies",
                  new Entries(Text.ANY),
                  s -> s.backup().copies(),
                  "Further repositories by name; each gets a copy of every backup."),
              key(
                  "backup.options",
                  new Entries(new Hidden()),
                  s -> s.backup().options(),
                  "Options of the storages: `repository.region` for the repository,"
                      + " `offsite.region` for the copy `offsite`."),
              key(
                  "backup.encryption",
                  new Flag(),
                  s -> s.backup().encryption(),
                  "Encrypt backups with keys that are sealed in the home."),
              key(
                  "backup.encryption-key",
                  new Hidden(),
                  s -> s.backup().encryptionKey(),
                  "The passphrase of dumps encrypted by openssl, for `weir backup import`; new"
                      + " backups take the keys sealed in the home."),
              key(
                  "backup.compression",
                  new Choice(Compression.class),
                  s -> s.backup().compression(),
                  "How backups are compressed."),
              key(
                  "backup.jobs",
                  new Whole(1, 64),
                  s -> s.backup().jobs(),
                  "The most programs, connections or threads of one backup or restore."),
              key(
                  "backup.throttle",
                  new Rate(),
                  s -> s.backup().bytesPerSecond(),
                  "How much is stored a second at most; 0 for no limit."),
              key(
                  "backup.retention",
                  time("1h", "36500d"),
                  s -> s.backup().retention(),
                  "How long backups are kept; `backup.keep` keeps some longer."),
              keep("last", s -> s.last(), "How many of the newest are kept whatever their age."),
              keep("hourly", s -> s.hourly(), "For how many hours the newest of each is kept."),
              keep("daily", s -> s.daily(), "For how many days the newest of each is kept."),
              keep("weekly", s -> s.weekly(), "For how many weeks the newest of each is kept."),
              keep("monthly", s -> s.monthly(), "For how many months the newest of each is kept."),
              key(
                  "backup.zone",
                  new Zone(),
                  s -> s.backup().zone(),
                  "In which days, weeks and months begin, and schedules are read."),
              key(
                  "backup.rpo",
                  time("1s", "36500d"),
                  s -> s.backup().targets().rpo(),
                  "How much time of changes a disaster may cost."),
              key(
                  "backup.rto",
                  time("1s", "36500d"),
                  s -> s.backup().targets().rto(),
                  "How long a restore may take."),
              key(
                  "backup.proof",
                  time("1m", "36500d"),
                  s -> s.backup().targets().proof(),
                  "How old the last proven backup may be."),
              key(
                  "backup.schedules",
                  new Entries(
                      new Text(
                          "(\\S+\\s+){5}\\S.*",
                          "five fields of cron and arguments of `weir backup`")),
                  s -> s.backup().schedules(),
                  "What is done when, by name: `nightly: 30 2 * * * create clinic`. Before the"
                      + " command may stand `zone=Europe/Stockholm` and `window=22:00-06:00`."),
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
                  "storage.azure-account",
                  Text.ANY,
                  s -> s.storage().azureAccount(),
                  "The account in Azure Blob Storage."),
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
                  "The address that is called, such as Slack's or Teams'."),
              key(
                  "notification.channels",
                  new Entries(new Hidden(false)),
                  s -> s.notification().channels(),
                  "Who can be told, by name: smtp://, slack://, teams:// or https:// URLs, or"
                      + " references to such secrets."),
              key(
                  "notification.on-failure",
                  new Names(),
                  s -> s.notification().onFailure(),
                  "Names of the channels that hear of what failed."),
              key(
                  "notification.on-success",
                  new Names(),
                  s -> s.notification().onSuccess(),
                  "Names of the channels that hear of what went well."),
              key(
                  "notification.on-overdue",
                  new Names(),
                  s -> s.notification().onOverdue(),
                  "Names of the channels that hear of a backup that is overdue."),
              key(
                  "alert.enabled",
                  new Flag(),
                  s -> s.alert().enabled(),
                  "Have the server raise alerts."),
              key(
                  "alert.interval",
                  time("1s", "10m"),
                  s -> s.alert().interval(),
                  "How often the rules are looked at."),
              key(
                  "alert.group",
                  time("0s", "1h"),
                  s -> s.alert().group(),
                  "How long an alert waits for others, to be told together."),
              key(
                  "alert.resolve",
                  time("0s", "1h"),
                  s -> s.alert().resolve(),
                  "How long it must be good again before an alert is resolved."),
              key(
                  "alert.repeat",
                  time("1m", "36500d"),
                  s -> s.alert().repeat(),
                  "After how long an alert that still fires is told again."),
              key(
                  "alert.rules",
                  new Entries(Text.ANY),
                  s -> s.alert().rules(),
                  "What is changed of a rule, by its name: `off`, or a limit, a time and a"
                      + " severity, such as `0.1 for 10m critical`."),
              key(
                  "alert.channels",
                  new Names(),
                  s -> s.alert().channels(),
                  "Names of the channels that hear of alerts."),
              key(
                  "alert.routes",
                  new Entries(Text.ANY),
                  s -> s.alert().routes(),
                  "Channels of some alerts instead, by a rule, `database/NAME` or a severity:"
                      + " `critical: oncall, ops`."),
              key(
                  "alert.alertmanager",
                  new Hidden(false),
                  s -> s.alert().alertmanager(),
                  "The address of Prometheus' Alertmanager, which gets every alert too; a URL or a"
                      + " reference to a secret."),
              key(
                  "monitoring.interval",
                  time("5s", "1h"),
                  s -> s.monitoring().interval(),
                  "How often the server looks at each database; `features.monitoring: false`"
                      + " leaves one out."),
              key(
                  "monitoring.keep.minutes",
                  time("1d", "366d"),
                  s -> s.monitoring().minutes(),
                  "How long what was seen is kept by the minute."),
              key(
                  "monitoring.keep.hours",
                  time("1d", "3660d"),
                  s -> s.monitoring().hours(),
                  "How long it is kept by the hour."),
              key(
                  "monitoring.keep.days",
                  time("1d", "36500d"),
                  s -> s.monitoring().days(),
                  "How long it is kept by the day."),
              key(
                  "monitoring.measure-slow",
                  new Flag(),
                  s -> s.monitoring().measureSlow(),
                  "Run a slow statement that only reads once more, read-only and rolled back, to"
                      + " measure its plan."),
              key(
                  "report.zone",
                  new Zone(),
                  s -> s.report().zone(),
                  "In which the times of schedules of reports are read."),
              key(
                  "report.schedules",
                  new Entries(
                      new Text(
                          "(daily|weekly|\\S+\\s+\\S+)\\s+\\S+.*\\sto=\\S+",
                          "a time, databases and to=CHANNEL")),
                  s -> s.report().schedules(),
                  "Which reports are sent when, by name: `monday: weekly monday 07:00 clinic shop"
                      + " to=dba`. Also `daily 07:00`, or five fields of cron; `*` is every"
                      + " database; `zone=Europe/Stockholm` may stand before the databases.")));

  private SettingKeys() {}

  private static Key<Settings> key(
      String path, ValueType type, Function<Settings, @Nullable Object> read, String meaning) {
    return new Key<>(path, List.of(), type, read, meaning);
  }

  private static Key<Settings> keep(
      String name, Function<Settings.Keep, @Nullable Object> read, String meaning) {
    return key(
        "backup.keep." + name, new Whole(0, 100_000), s -> read.apply(s.backup().keep()), meaning);
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
        backup(values),
        new Storage(
            values.get("storage.enabled", false),
            values.<Settings.Provider>find("storage.provider"),
            values.<String>find("storage.s3-bucket"),
            values.<String>find("storage.gcs-bucket"),
            values.<String>find("storage.azure-account"),
            values.<String>find("storage.azure-container")),
        new Notification(
            values.get("notification.enabled", false),
            values.<String>find("notification.email"),
            values.<Secret>find("notification.webhook"),
            values.entries("notification.channels"),
            values.get("notification.on-failure", List.of()),
            values.get("notification.on-success", List.of()),
            values.get("notification.on-overdue", List.of())),
        new Settings.Alert(
            values.get("alert.enabled", true),
            values.get("alert.interval", Duration.ofSeconds(15)),
            values.get("alert.group", Duration.ofSeconds(30)),
            values.get("alert.resolve", Duration.ofMinutes(1)),
            values.get("alert.repeat", Duration.ofHours(4)),
            values.entries("alert.rules"),
            values.get("alert.channels", List.of()),
            values.entries("alert.routes"),
            values.<Secret>find("alert.alertmanager")),
        new Settings.Monitoring(
            values.get("monitoring.interval", Duration.ofSeconds(15)),
            values.get("monitoring.measure-slow", false),
            values.get("monitoring.keep.minutes", Duration.ofDays(2)),
            values.get("monitoring.keep.hours", Duration.ofDays(120)),
            values.get("monitoring.keep.days", Duration.ofDays(1825))),
        new Settings.Report(
            values.get("report.zone", ZoneId.of("UTC")), values.entries("report.schedules")));
  }

  private static Backup backup(Values values) {
    return new Backup(
        values.<String>find("backup.repository"),
        values.entries("backup.copies"),
        values.entries("backup.options"),
        values.get("backup.encryption", true),
        values.<Secret>find("backup.encryption-key"),
        values.get("backup.compression", Compression.ZSTD),
        values.get("backup.jobs", 2),
        values.get("backup.throttle", 0L),
        values.get("backup.retention", Duration.ofDays(30)),
        new Settings.Keep(
            values.get("backup.keep.last", 0),
            values.get("backup.keep.hourly", 0),
            values.get("backup.keep.daily", 0),
            values.get("backup.keep.weekly", 0),
            values.get("backup.keep.monthly", 0)),
        values.get("backup.zone", ZoneId.of("UTC")),
        new Settings.Targets(
            values.<Duration>find("backup.rpo"),
            values.<Duration>find("backup.rto"),
            values.<Duration>find("backup.proof")),
        values.entries("backup.schedules"));
  }
}
