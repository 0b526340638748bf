package dev.weir.backups;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weir.Home;
import dev.weir.engine.config.ConfigLoader;
import dev.weir.operations.backup.schedule.Schedule;
import dev.weir.spi.backup.Level;
import dev.weir.spi.backup.Scope;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ScheduledWorkTest {
  @TempDir Path folder;
  private HomeBackups home;

  @BeforeEach
  void aHome() {
    home =
        HomeBackups.open(
            new Home(folder.resolve("home")),
            ConfigLoader.builder().variables(Map.of()).build().load().settings(),
            Map.of(),
            folder);
  }

  @AfterEach
  void close() {
    home.close();
  }

  private ScheduledWork work(String command) {
    return ScheduledWork.of(schedule("0 1 * * * " + command), home);
  }

  private static Schedule schedule(String text) {
    return HomeBackups.schedule("nightly", text, ZoneOffset.UTC);
  }

  @Test
  void aCommandIsUnderstoodAsTheCommandLineWould() {
    ScheduledWork.Create create =
        (ScheduledWork.Create)
            work(
                "create clinic --level incremental --scope=schema=billing --jobs 3 --label a=b"
                    + " --throttle 20MB --no-tally --prune");

    assertThat(create.database()).isEqualTo("clinic");
    assertThat(create.prune()).isTrue();
    assertThat(create.order().level()).isEqualTo(Level.INCREMENTAL);
    assertThat(create.order().scope()).isEqualTo(new Scope.OneSchema("billing"));
    assertThat(create.order().jobs()).isEqualTo(3);
    assertThat(create.order().labels()).containsEntry("a", "b");
    assertThat(create.order().bytesPerSecond()).isEqualTo(20_000_000);
    assertThat(create.order().tally()).isFalse();
    assertThat(work("prune --yes")).isEqualTo(new ScheduledWork.Prune(null, null));
    assertThat(work("copy clinic")).isEqualTo(new ScheduledWork.Copy("clinic"));
    assertThat(work("gc")).isEqualTo(new ScheduledWork.Collect());
    assertThat(work("archive-log clinic"))
        .isEqualTo(new ScheduledWork.ArchiveLog("clinic", Map.of()));
    ScheduledWork.Verify verify = (ScheduledWork.Verify) work("verify clinic --checksums-only");
    assertThat(verify.id()).isEqualTo("latest");
    assertThat(verify.order().restore()).isFalse();
  }

  @Test
  void whatMakesNoSenseIsRefusedWithTheNameOfTheSchedule() {
    for (String wrong :
        new String[] {
          "dance clinic",
          "create",
          "create clinic --colour red",
          "create clinic --jobs many",
          "create clinic --jobs",
          "create clinic other",
          "create clinic --scope half",
          "create clinic --label x",
          "verify"
        }) {
      assertThatThrownBy(() -> work(wrong))
          .as(wrong)
          .hasMessageContaining("nightly")
          .extracting(each -> ((dev.weir.api.WeirException) each).code().id())
          .isEqualTo("BACKUP-024");
    }
  }

  @Test
  void aScheduleMayNameItsZoneAndItsWindow() {
    Schedule schedule =
        schedule("15 * * * * zone=Europe/Stockholm window=22:00-06:00 create clinic");

    assertThat(schedule.zone()).isEqualTo(ZoneId.of("Europe/Stockholm"));
    assertThat(schedule.window())
        .isEqualTo(new Schedule.Window(LocalTime.of(22, 0), LocalTime.of(6, 0)));
    assertThat(schedule.command()).containsExactly("backup", "create", "clinic");
    assertThat(schedule.next(Instant.parse("2026-01-01T12:00:00Z")))
        .isEqualTo(Instant.parse("2026-01-01T21:15:00Z"));
    for (String wrong :
        new String[] {"zone=Mars/Base gc", "window=22 gc", "window=a-b gc", "window=01:00-02:00"}) {
      assertThatThrownBy(() -> schedule("0 1 * * * " + wrong))
          .as(wrong)
          .hasMessageContaining("nightly");
    }
  }
}
