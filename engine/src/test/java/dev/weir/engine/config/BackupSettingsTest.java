package dev.weir.engine.config;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.api.Secret;
import java.time.Duration;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class BackupSettingsTest {
  @Test
  void everythingThatCanBeSaidIsTaken() {
    Loaded loaded =
        ConfigLoaderTest.load(
            """
            settings:
              backup:
                repository: s3://bucket/weir
                copies: {offsite: /mnt/nas, cloud: gs://b}
                options: {repository.region: eu-north-1, offsite.key: sealed://nas}
                encryption: false
                compression: lz4
                jobs: 4
                throttle: 20MB/s
                retention: 10d
                keep: {last: 3, daily: 7}
                zone: Europe/Stockholm
                rpo: 1d
                schedules: {nightly: 30 2 * * * create clinic}
              notification:
                channels: {ops: slack://hooks.slack.com/services/x}
                on-failure: [ops]
                on-success: ops
            """);

    assertThat(loaded.problems()).isEmpty();
    Settings.Backup backup = loaded.settings().backup();
    assertThat(backup.repository()).isEqualTo("s3://bucket/weir");
    assertThat(backup.copies()).isEqualTo(Map.of("offsite", "/mnt/nas", "cloud", "gs://b"));
    assertThat(backup.options())
        .containsEntry("repository.region", Secret.of("eu-north-1"))
        .containsEntry("offsite.key", Secret.of("sealed://nas"));
    assertThat(backup.encryption()).isFalse();
    assertThat(backup.compression()).isEqualTo(Settings.Compression.LZ4);
    assertThat(backup.jobs()).isEqualTo(4);
    assertThat(backup.bytesPerSecond()).isEqualTo(20_000_000);
    assertThat(backup.retention()).isEqualTo(Duration.ofDays(10));
    assertThat(backup.keep()).isEqualTo(new Settings.Keep(3, 0, 7, 0, 0));
    assertThat(backup.zone()).isEqualTo(ZoneId.of("Europe/Stockholm"));
    assertThat(backup.targets().rpo()).isEqualTo(Duration.ofDays(1));
    assertThat(backup.schedules()).containsEntry("nightly", "30 2 * * * create clinic");
    assertThat(loaded.settings().notification().onFailure()).isEqualTo(List.of("ops"));
    assertThat(loaded.settings().notification().onSuccess()).isEqualTo(List.of("ops"));
  }

  @Test
  void everyMistakeIsToldAtOnce() {
    Loaded loaded =
        ConfigLoaderTest.load(
            """
            settings:
              backup:
                throttle: fast
                zone: Atlantis
                schedules: {nightly: soon}
                keep: {lots: 3}
              notification:
                on-failure: [nobody]
            """);

    assertThat(loaded.errors())
        .extracting(Problem::toString)
        .satisfiesExactlyInAnyOrder(
            one -> assertThat(one).contains("backup.throttle", "20MB"),
            one -> assertThat(one).contains("backup.zone", "Europe/Stockholm"),
            one -> assertThat(one).contains("backup.schedules.nightly", "five fields"),
            one -> assertThat(one).contains("backup.keep.lots", "no such key"),
            one -> assertThat(one).contains("notification.on-failure", "nobody"));
  }

  @Test
  void channelsAndOptionsAreShownToNobody() {
    List<Explained> lines =
        ConfigLoaderTest.load(
                """
                settings:
                  backup.options: {offsite.key: hunter2}
                  notification.channels: {ops: slack://hooks.slack.com/hunter2}
                """)
            .explanation();

    assertThat(lines).extracting(Explained::value).noneMatch(value -> value.contains("hunter2"));
    assertThat(lines)
        .extracting(Explained::path)
        .contains("backup.options.offsite.key", "notification.channels.ops");
  }

  @Test
  void productionKeepsMoreThanOthers() {
    assertThat(ConfigLoaderTest.load("environment: production").settings().backup().keep())
        .isEqualTo(new Settings.Keep(0, 24, 30, 12, 12));
    assertThat(ConfigLoaderTest.load("environment: test").settings().backup().keep())
        .isEqualTo(new Settings.Keep(0, 0, 0, 0, 0));
  }

  @Test
  void theOlderNameOfTheRepositoryIsUnderstood() {
    assertThat(
            ConfigLoaderTest.load("settings: {backup.directory: /b}")
                .settings()
                .backup()
                .repository())
        .isEqualTo("/b");
  }
}
